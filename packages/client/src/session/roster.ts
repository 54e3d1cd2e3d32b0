import type { LeaveReason, Peer, PeerId, RosterView, ServerMessage } from "@tgcall/protocol";

/** One difference between what was known of a peer and what is known now. */
export type RosterChange =
  | { readonly type: "peer-joined" | "peer-away" | "peer-back" | "peer-updated"; readonly peer: Peer }
  | { readonly type: "peer-left"; readonly peer: Peer; readonly reason: LeaveReason };

/** A frame of the service about one member. */
export type RosterMessage = Extract<ServerMessage, { readonly type: `peer-${string}` }>;

/** The other members of the call, as the newest revision that was heard of has them. */
export class Roster {
  #self: PeerId | undefined;
  #peers: ReadonlyMap<PeerId, Peer> = new Map();
  #revision = 0;
  #storeEpoch: string | undefined;

  get peers(): ReadonlyMap<PeerId, Peer> {
    return this.#peers;
  }

  get revision(): number {
    return this.#revision;
  }

  /** Takes the roster of a `welcome`, whatever was known before. */
  welcome(self: PeerId, view: RosterView): readonly RosterChange[] {
    this.#self = self;
    this.#revision = view.revision;
    this.#storeEpoch = view.storeEpoch;
    return this.#take(view.peers);
  }

  /** Takes a full roster unless it is older than what is known; under another store epoch revisions do not compare. */
  replace(view: RosterView): readonly RosterChange[] {
    if (view.storeEpoch === this.#storeEpoch && view.revision < this.#revision) return [];
    this.#revision = view.revision;
    this.#storeEpoch = view.storeEpoch;
    return this.#take(view.peers);
  }

  /**
   * Applies one of the next revision's changes, or another of the known one's; ignores what is older. `gap` when a revision in
   * between was not heard of.
   */
  apply(message: RosterMessage): readonly RosterChange[] | "gap" {
    if (message.revision < this.#revision) return [];
    if (message.revision > this.#revision + 1) return "gap";
    this.#revision = message.revision;
    const peers = new Map(this.#peers);
    changed(peers, message);
    return this.#take(peers.values(), message.type === "peer-left" ? message.reason : "lost");
  }

  #take(peers: Iterable<Peer>, reason: LeaveReason = "lost"): readonly RosterChange[] {
    const before = this.#peers;
    const after = new Map<PeerId, Peer>();
    for (const peer of peers) if (peer.peerId !== this.#self) after.set(peer.peerId, peer);
    this.#peers = after;
    const left = [...before.values()].filter(({ peerId }) => !after.has(peerId));
    return [
      ...left.map((peer): RosterChange => ({ type: "peer-left", peer, reason })),
      ...[...after.values()].flatMap((peer) => difference(before.get(peer.peerId), peer)),
    ];
  }
}

function changed(peers: Map<PeerId, Peer>, message: RosterMessage): void {
  if (message.type === "peer-joined" || message.type === "peer-back") peers.set(message.peer.peerId, message.peer);
  else if (message.type === "peer-left") peers.delete(message.peerId);
  else {
    const known = peers.get(message.peerId);
    if (known !== undefined) peers.set(message.peerId, { ...known, ...changeOf(message) });
  }
}

function changeOf(message: Extract<RosterMessage, { type: "peer-away" | "peer-updated" }>): Partial<Peer> {
  if (message.type === "peer-away") return { away: true };
  const { name, state } = message;
  return { ...(name === undefined ? {} : { name }), ...(state === undefined ? {} : { state }) };
}

/** Who lost its memory was gone in between, even if nobody saw it away. */
function difference(before: Peer | undefined, peer: Peer): readonly RosterChange[] {
  if (before === undefined) return [{ type: "peer-joined", peer }];
  const changes: RosterChange[] = [];
  if (peer.away && !before.away) changes.push({ type: "peer-away", peer });
  if (!peer.away && (before.away || peer.epoch !== before.epoch)) changes.push({ type: "peer-back", peer });
  if (peer.name !== before.name || !isSameState(peer, before)) changes.push({ type: "peer-updated", peer });
  return changes;
}

const isSameState = ({ state: a }: Peer, { state: b }: Peer): boolean =>
  a.microphone === b.microphone && a.camera === b.camera && a.screen === b.screen && a.hand === b.hand;
