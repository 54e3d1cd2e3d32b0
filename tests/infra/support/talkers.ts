import { createApiClient, openSession, type Session } from "@tgcall/client";
import type { CreatedCall, PeerId } from "@tgcall/protocol";
import { expect } from "vitest";
import { apiKey } from "./installation.ts";
import { patientFetch } from "./patient-fetch.ts";

/** A peer without media, and what it heard, in order. */
export interface Talker extends Disposable {
  readonly session: Session;
  readonly heard: unknown[];
  readonly phases: string[];
  peerId(): PeerId;
}

let initiators = 0;

/** A new call; by an initiator of its own. */
const createCall = (origin: string, key: string): Promise<CreatedCall> =>
  createApiClient(origin, patientFetch).create({ initiator_telegram_id: `infra-${++initiators}` }, { apiKey: key });

export function openTalker(origin: string, token: string, name: string): Talker {
  const session = openSession({ api: createApiClient(origin), token, name });
  const heard: unknown[] = [];
  const phases: string[] = [];
  session.subscribe((event) => {
    if (event.type === "message") heard.push(event.data);
    if (event.type === "phase") phases.push(event.phase);
  });
  const peerId = (): PeerId => {
    if (session.self === undefined) throw new Error(`${name} has not joined`);
    return session.self.peerId;
  };
  return { session, heard, phases, peerId, [Symbol.dispose]: () => session.close() };
}

/** A call of two, and room for a third. */
interface Pair extends Disposable {
  readonly callId: string;
  readonly ada: Talker;
  readonly bob: Talker;
  /** Answers a join token for one more peer. */
  inviteAnother(): Promise<string>;
}

/** Two peers of a new call, each of whom sees the other. */
export async function openPair(origin: string, key = apiKey): Promise<Pair> {
  const api = createApiClient(origin);
  const { callId, code, joinToken } = await createCall(origin, key);
  const invited = await api.resolve(code);
  const people = new DisposableStack();
  const ada = people.use(openTalker(origin, joinToken, "Ada"));
  const bob = people.use(openTalker(origin, invited.joinToken, "Bob"));
  await expect.poll(() => ada.session.peers.size + bob.session.peers.size).toBe(2);
  const inviteAnother = async (): Promise<string> => (await api.resolve((await api.invite(callId, joinToken)).code)).joinToken;
  return { callId, ada, bob, inviteAnother, [Symbol.dispose]: () => people.dispose() };
}

/** Both peers lose their connections to the strike, come back by themselves, and hear every message once and in order. */
export async function expectToSurvive({ ada, bob }: Pair, strike: () => Promise<void> | void): Promise<void> {
  const connected = (): number => [...ada.phases, ...bob.phases].filter((phase) => phase === "connected").length;
  const before = connected();
  ada.session.send(bob.peerId(), 1);

  await strike();
  ada.session.send(bob.peerId(), 2);
  bob.session.send(ada.peerId(), "a");

  await expect.poll(connected, { timeout: 30_000 }).toBeGreaterThanOrEqual(before + 2);
  ada.session.send(bob.peerId(), 3);
  await expect.poll(() => bob.heard, { timeout: 20_000 }).toEqual([1, 2, 3]);
  await expect.poll(() => ada.heard, { timeout: 20_000 }).toEqual(["a"]);
  await expect.poll(() => [ada.session.phase, bob.session.phase], { timeout: 20_000 }).toEqual(["connected", "connected"]);
}
