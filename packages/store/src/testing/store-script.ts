import type { CallId, Epoch, Instance, OneTimeCode, PeerId, PeerState } from "@tgcall/protocol";
import fc from "fast-check";
import type { PodId, Roster, Stay } from "../roster.ts";
import type { Stores } from "../stores.ts";
import { hourMs } from "./samples.ts";
import type { StoreWorld } from "./store-world.ts";

/** One step of a random story about two calls, few peers and few tickets; `stay` picks one of the stays that there were, `memory` one of the rosters. */
export type Step =
  | { readonly do: "create"; readonly call: number; readonly maxPeers: number }
  | {
      readonly do: "join";
      readonly call: number;
      readonly peer: number;
      readonly instance: number;
      readonly ticket: number;
      readonly pod: number;
    }
  | { readonly do: "renew" | "drop" | "leave"; readonly stay: number }
  | { readonly do: "update"; readonly stay: number; readonly name: string; readonly state: Partial<PeerState> }
  | { readonly do: "kick" | "isKicked"; readonly call: number; readonly peer: number }
  | { readonly do: "end" | "read" | "readCall"; readonly call: number }
  | { readonly do: "lose" }
  /** `ahead`: as if the store had lost so many revisions since. */
  | { readonly do: "restore"; readonly memory: number; readonly ahead: number; readonly pod: number }
  | { readonly do: "issue"; readonly call: number; readonly code: number }
  | { readonly do: "consume"; readonly code: number; readonly grant: number; readonly key: number }
  | { readonly do: "claim"; readonly key: number; readonly fingerprint: number; readonly proposal: number }
  | { readonly do: "burn"; readonly token: number };

const few = fc.nat(2);
const call = fc.nat(1);
const peer = fc.nat(3);
const stay = fc.nat(11);
const flags = fc.record({ microphone: fc.boolean(), camera: fc.boolean(), screen: fc.boolean(), hand: fc.boolean() }, { requiredKeys: [] });

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ do: fc.constant("create"), call, maxPeers: fc.integer({ min: 2, max: 3 }) }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant("join"), call, peer, instance: few, ticket: fc.nat(19), pod: few }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constantFrom("renew", "drop", "leave"), stay }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant("update"), stay, name: fc.string({ unit: "grapheme", maxLength: 12 }), state: flags }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom("kick", "isKicked"), call, peer }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom("read", "readCall"), call }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("end"), call }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("lose") }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("restore"), memory: fc.nat(15), ahead: few, pod: few }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("issue"), call, code: few }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("consume"), code: few, grant: few, key: few }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("claim"), key: few, fingerprint: call, proposal: few }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("burn"), token: few }) },
);

/** A story always begins with a call to tell of. */
export const anyStory: fc.Arbitrary<readonly Step[]> = fc
  .array(step, { minLength: 5, maxLength: 60 })
  .map((steps) => [{ do: "create", call: 0, maxPeers: 2 }, ...steps]);

/** What was there before the present step of a story. */
interface Past {
  readonly startedAtMs: number;
  readonly stays: Stay[];
  readonly memories: Roster[];
  readonly storeEpochs: unknown[];
}

/** Tells a story to a store; answers what the store said, without what may differ: times, and the values of generations and store epochs. */
export async function tell(world: StoreWorld, story: readonly Step[]): Promise<readonly unknown[]> {
  const past: Past = { startedAtMs: Date.now(), stays: [], memories: [], storeEpochs: [] };
  const answers: unknown[] = [];
  for (const each of story) {
    const answer = await play(world, each, past);
    answers.push(comparable(answer, past));
    const known = await world.stores.rosters.read(idOf("call" in each ? each.call : 0));
    if (known !== undefined) past.memories.push(known);
  }
  return answers;
}

function play(world: StoreWorld, step: Step, { startedAtMs, stays, memories }: Past): Promise<unknown> {
  const { stores } = world;
  const { calls, codes, rosters, idempotency, usedTokens } = stores;
  switch (step.do) {
    case "lose":
      return lose(world, memories);
    case "restore":
      return restore(stores, step, memories);
    case "create":
      return calls.create({ ...callOf(step.call), maxPeers: step.maxPeers, createdAtMs: startedAtMs, expiresAtMs: startedAtMs + hourMs });
    case "join":
      return join(stores, step, stays);
    case "renew":
    case "drop":
    case "leave":
    case "update":
      return playStay(stores, step, stays);
    case "kick":
    case "isKicked":
      return rosters[step.do](idOf(step.call), peerOf(step.call, step.peer));
    case "end":
      return calls.end(idOf(step.call));
    case "read":
      return rosters.read(idOf(step.call));
    case "readCall":
      return calls.read(idOf(step.call));
    case "issue":
      return codes.issue(codeOf(step.code), idOf(step.call), startedAtMs + hourMs);
    case "consume":
      return codes.consume(codeOf(step.code), `grant ${step.grant}`, step.key === 0 ? undefined : `key ${step.key}`);
    case "claim":
      return idempotency.claim(`key ${step.key}`, `fingerprint ${step.fingerprint}`, `proposal ${step.proposal}`);
    case "burn":
      return usedTokens.burn(`token ${step.token}`, 60);
    default:
      return step satisfies never;
  }
}

type StayStep = Extract<Step, { stay: number }>;

function playStay({ rosters }: Stores, step: StayStep, stays: readonly Stay[]): Promise<unknown> {
  const stay = stays[step.stay] ?? { callId: idOf(0), peerId: peerOf(0, 0), generation: 1 };
  switch (step.do) {
    case "renew":
      return rosters.renew(stay.callId, [...stays.filter(({ callId }) => callId === stay.callId), { peerId: peerOf(1, 3), generation: 2 }]);
    case "update":
      return rosters.update(stay, { name: step.name, state: step.state });
    default:
      return rosters[step.do](stay);
  }
}

async function join({ rosters }: Stores, step: Extract<Step, { do: "join" }>, stays: Stay[]): Promise<unknown> {
  const [callId, peerId] = [idOf(step.call), peerOf(step.call, step.peer)];
  const instance = step.instance === 0 ? undefined : (`instance-${step.instance}` as Instance);
  const pod = podOf(step.pod);
  const proposedEpoch = `epoch ${stays.length}` as Epoch;
  const result = await rosters.join({
    callId,
    peerId,
    role: "participant",
    name: "Ada",
    instance,
    pod,
    proposedEpoch,
    ticketId: `t${step.ticket}`,
  });
  if (result.outcome === "admitted") stays.push({ callId, peerId, generation: result.generation });
  return result;
}

/** No generation comes twice: a call's id is never another's, but in these stories. */
async function lose(world: StoreWorld, memories: readonly Roster[]): Promise<void> {
  await world.lose();
  await world.pass(1_000);
  while (memories.some(({ generation }) => generation >= Date.now())) await new Promise(setImmediate);
}

async function restore({ rosters }: Stores, step: Extract<Step, { do: "restore" }>, memories: readonly Roster[]): Promise<unknown> {
  const memory = memories.at(-1 - step.memory);
  return memory && rosters.restore({ ...memory, revision: memory.revision + step.ahead }, podOf(step.pod));
}

const podOf = (pod: number): PodId => `podpodpod${pod}` as PodId;
const idOf = (call: number): CallId => `callcallcallcall${call}` as CallId;
const peerOf = (call: number, peer: number): PeerId => `peerpeerpeerpeer${call}${peer}` as PeerId;
const codeOf = (code: number): OneTimeCode => `CDECDEC${code}` as OneTimeCode;
const callOf = (call: number) => ({ callId: idOf(call), initiator: "42", relayOnly: call === 1 });

/** Generations become the number of their stay, store epochs that of their first appearance; times go. */
function comparable(answer: unknown, { stays, storeEpochs }: Past): unknown {
  const text = JSON.stringify(answer, function (this: Partial<Stay>, name: string, value: unknown) {
    if (name === "storeEpoch") return numberOf(value, storeEpochs);
    if (name !== "generation") return name.endsWith("AtMs") ? undefined : value;
    const isOfThis = ({ callId, peerId }: Stay) => (this.callId ?? callId) === callId && (this.peerId ?? peerId) === peerId;
    return stays.findLastIndex((stay) => stay.generation === value && isOfThis(stay));
  });
  return text === undefined ? undefined : JSON.parse(text);
}

function numberOf(value: unknown, known: unknown[]): number {
  if (!known.includes(value)) known.push(value);
  return known.indexOf(value);
}
