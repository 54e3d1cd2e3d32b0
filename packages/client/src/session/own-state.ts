import { initialPeerState, type PeerState } from "@tgcall/protocol";
import type { FrameSource } from "./pump.ts";

/** What a peer says of itself. */
export interface Appearance {
  readonly name: string;
  readonly state: PeerState;
}

/** A change of it. */
export interface AppearanceChange {
  readonly name?: string;
  readonly state?: Partial<PeerState>;
}

/** What we say of ourselves, told to the service until it surely knows: changes in between are skipped. */
export class OwnState implements FrameSource {
  #wanted: Appearance;
  #told: Appearance | undefined;
  #nameAtJoin: string;
  #toldAtMs = Number.POSITIVE_INFINITY;
  #isRefused = false;

  constructor(name: string, state: Partial<PeerState>) {
    this.#wanted = { name, state: { ...initialPeerState, ...state } };
    this.#nameAtJoin = name;
  }

  get current(): Appearance {
    return this.#wanted;
  }

  change({ name = this.#wanted.name, state }: AppearanceChange): void {
    this.#wanted = { name, state: { ...this.#wanted.state, ...state } };
  }

  /** The name to join with; a membership that starts anew has it. */
  joining(): string {
    this.#nameAtJoin = this.#wanted.name;
    return this.#nameAtJoin;
  }

  /** A connection began. What a resumed membership was told last may not have reached it. */
  welcome(isResumed: boolean): void {
    this.#isRefused = false;
    if (!isResumed) this.#told = { name: this.#nameAtJoin, state: initialPeerState };
    else if (this.#toldAtMs !== Number.POSITIVE_INFINITY) this.#told = undefined;
    this.#toldAtMs = Number.POSITIVE_INFINITY;
  }

  /** The service answered a ping: it knows what was told before, and may be told again. */
  pong(pingSentAtMs: number): void {
    if (pingSentAtMs >= this.#toldAtMs) this.#toldAtMs = Number.POSITIVE_INFINITY;
    this.#isRefused = false;
  }

  /** The service could not act; the next pong is a good time to repeat. */
  refused(): void {
    if (this.#toldAtMs === Number.POSITIVE_INFINITY) return;
    this.#told = undefined;
    this.#isRefused = true;
  }

  dueAtMs(): number {
    const isTold = this.#isRefused || isSame(this.#told, this.#wanted);
    return isTold ? Number.POSITIVE_INFINITY : 0;
  }

  next(nowMs: number): string | undefined {
    if (this.dueAtMs() > nowMs) return undefined;
    this.#told = this.#wanted;
    this.#toldAtMs = nowMs;
    return JSON.stringify({ type: "update", ...this.#wanted });
  }
}

function isSame(a: Appearance | undefined, b: Appearance): boolean {
  if (a?.name !== b.name) return false;
  const { microphone, camera, screen, hand } = a.state;
  return microphone === b.state.microphone && camera === b.state.camera && screen === b.state.screen && hand === b.state.hand;
}
