import type { Call, CallEvent, CallView, RemotePeer, TrackSource } from "@tgcall/client";
import { type Epoch, initialPeerState, type PeerId } from "@tgcall/protocol";

const firstView: CallView = {
  phase: "connected",
  cause: undefined,
  self: { peerId: "selfselfselfself" as PeerId, role: "participant", name: "", state: initialPeerState, epoch: "e" as Epoch },
  peers: [],
  maxPeers: 8,
  relayOnly: false,
  expiresAt: undefined,
  phaseSince: 0,
  talkingSince: undefined,
};

/** A remote peer that is there, seen and heard, but for what `change` says. */
export const fakePeer = (name: string, change: Partial<RemotePeer> = {}): RemotePeer => ({
  peerId: `peer${name.toLowerCase()}000000000000`.slice(0, 20) as PeerId,
  role: "participant",
  name,
  epoch: "e" as Epoch,
  state: { ...initialPeerState, microphone: true, camera: true },
  away: false,
  media: "connected",
  path: "direct",
  tracks: {},
  ...change,
});

/** A call without network: notes what is asked of it, and becomes what a test says. */
export class FakeCall implements Call {
  readonly done: unknown[] = [];
  readonly sent = new Map<TrackSource, MediaStreamTrack | undefined>();
  #listeners = new Set<(event: CallEvent) => void>();
  #view = firstView;

  get view(): CallView {
    return this.#view;
  }

  become(change: Partial<CallView>, event: CallEvent = { type: "view" }): void {
    this.#view = { ...this.#view, ...change };
    for (const listener of this.#listeners) listener(event);
  }

  subscribe(listener: (event: CallEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async setTrack(source: TrackSource, track: MediaStreamTrack | undefined): Promise<void> {
    this.sent.set(source, track);
    if (source !== "screen-audio") this.update({ state: { [source]: track !== undefined } });
  }

  update({ state }: Parameters<Call["update"]>[0]): void {
    const { self } = this.#view;
    if (self !== undefined) this.become({ self: { ...self, state: { ...self.state, ...state } } });
  }

  retryNow(): void {
    this.done.push("retryNow");
  }

  async stats(): Promise<undefined> {}

  reportGone(): void {
    this.done.push("reportGone");
  }

  async hangUp(): Promise<void> {
    this.done.push("hangUp");
  }
}
