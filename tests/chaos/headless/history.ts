import type { LedgerView } from "./ledger.ts";

/** Something that happened to one headless peer; times are Unix milliseconds. */
export type PeerEvent = { readonly atMs: number; readonly peer: string } & (
  | { readonly type: "phase"; readonly phase: string; readonly cause?: string }
  | { readonly type: "welcome"; readonly resumed: boolean; readonly revision: number }
  | { readonly type: "closed"; readonly code: number }
  | { readonly type: "refused"; readonly code: string }
  | { readonly type: "peer-joined" | "peer-left" | "peer-away" | "peer-back" | "peer-updated" | "peer-renewed"; readonly about: string }
);

/** A peer as it is now. */
export interface PeerView {
  readonly peer: string;
  readonly callId: string;
  readonly peerId: string;
  readonly epoch: string;
  readonly phase: string;
  /** The newest that the service named. */
  readonly revision: number;
  /** The others, as this peer has them: id, epoch and whether they are away. */
  readonly peers: readonly (readonly [peerId: string, epoch: string, away: boolean])[];
}

/** How many accepted messages of streams whose both ends still live were not applied, and whatever else broke a promise. */
export interface Delivered {
  readonly accepted: number;
  readonly lost: number;
  readonly twice: number;
  readonly outOfOrder: number;
  readonly stale: number;
}

/** Settles the accounts of all ends; `isAlive` tells of a stream whether both its epochs still last. */
export function settleAccounts(ledgers: readonly LedgerView[], isAlive: (stream: string) => boolean): Delivered {
  const applied = new Map(ledgers.flatMap((ledger) => Object.entries(ledger.applied)));
  const accepted = ledgers.flatMap((ledger) => Object.entries(ledger.accepted));
  const lost = accepted.filter(([stream]) => isAlive(stream)).map(([stream, count]) => Math.max(0, count - (applied.get(stream) ?? 0)));
  const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);
  const breach = (name: keyof LedgerView["breaches"]): number => sum(ledgers.map(({ breaches }) => breaches[name]));
  return {
    accepted: sum(accepted.map(([, count]) => count)),
    lost: sum(lost),
    twice: breach("twice"),
    outOfOrder: breach("outOfOrder"),
    stale: breach("stale"),
  };
}

/** Sentences about changes of membership that were reported twice, or in an impossible order, by anybody. */
export function findRosterBreaches(events: readonly PeerEvent[]): readonly string[] {
  const known = new Map<string, "here" | "away" | "gone">();
  const breaches: string[] = [];
  for (const event of events) {
    if (!("about" in event)) continue;
    const pair = `${event.peer} about ${event.about}`;
    const before = known.get(pair) ?? "gone";
    if (!allowed[event.type].includes(before)) breaches.push(`${pair}: ${event.type} while ${before}`);
    known.set(pair, after[event.type] ?? before);
  }
  return breaches;
}

type RosterEventType = Extract<PeerEvent, { about: string }>["type"];

const allowed: Readonly<Record<RosterEventType, readonly string[]>> = {
  "peer-joined": ["gone"],
  "peer-left": ["here", "away"],
  "peer-away": ["here"],
  // Who lost its memory was gone in between, even if nobody saw it away.
  "peer-back": ["away", "here"],
  "peer-updated": ["here", "away"],
  "peer-renewed": ["here", "away"],
};

const after: Partial<Record<RosterEventType, "here" | "away" | "gone">> = {
  "peer-joined": "here",
  "peer-left": "gone",
  "peer-away": "away",
  "peer-back": "here",
};

/** Sentences about members of one call that do not have each other, or not the same revision. */
export function findDisagreements(views: readonly PeerView[]): readonly string[] {
  return Object.values(Object.groupBy(views, ({ callId }) => callId)).flatMap((members = []) => {
    const inCall = members.filter(({ phase }) => phase !== "ended");
    const revisions = new Set(inCall.map(({ revision }) => revision));
    const apart = revisions.size > 1 ? [`${inCall[0]?.callId}: revisions ${[...revisions].join(", ")}`] : [];
    return [...apart, ...inCall.flatMap((view) => differences(view, inCall))];
  });
}

function differences({ peer, phase, peerId, peers }: PeerView, inCall: readonly PeerView[]): readonly string[] {
  if (phase !== "connected") return [`${peer} is ${phase}`];
  const wanted = inCall.filter((other) => other.peerId !== peerId).map((other) => `${other.peerId} ${other.epoch} false`);
  const has = peers.map((entry) => entry.join(" "));
  return wanted.toSorted().join() === has.toSorted().join() ? [] : [`${peer} has ${has.join()} instead of ${wanted.join()}`];
}
