import type { RecoveryResult, RecoveryRung } from "@tgcall/protocol";
import type { MediaPhase } from "../call-view.ts";
import type { Clock } from "../environment.ts";

/** How the peer can be told: by the service, by the data channel alone, or not at all. */
export type Reach = "service" | "channel" | "none";

interface LadderOptions {
  readonly clock: Clock;
  /** The polite peer lets the other begin. */
  readonly isPolite: boolean;
  /** Whether there is a TURN server to fall back on. */
  readonly hasRelay: () => boolean;
  /** Restarts ICE with fresh credentials, through TURN alone if asked; `false` where only a new connection helps. */
  readonly restart: (way: "any" | "relay") => boolean;
  /** Begins a new RTCPeerConnection with the same tracks. */
  readonly rebuild: () => void;
  readonly onPhase: (phase: MediaPhase) => void;
  /** An attempt of this end is over: media is back, or another has to follow. */
  readonly onRecovery: (rung: RecoveryRung, result: RecoveryResult) => void;
}

type Rung = "restart" | "relay" | "rebuild" | "slow";

const rungs: readonly Rung[] = ["restart", "restart", "relay", "rebuild", "slow"];
const waitMs = {
  connect: 20_000,
  disconnected: 2_500,
  failed: 250,
  reach: 2_500,
  restart: 8_000,
  relay: 10_000,
  rebuild: 15_000,
  slow: 30_000,
};
const politeMs = 500;
const stableMs = 10_000;

/**
 * Brings media back, one rung after the other: two ICE restarts, one through TURN alone, a new connection, then a new one every
 * half minute. Holds still while the peer cannot be told, and starts from below after 10 s of connection.
 */
export class Ladder {
  readonly #options: LadderOptions;
  #phase: MediaPhase = "waiting";
  #reach: Reach = "none";
  #state: RTCPeerConnectionState = "new";
  #next = 0;
  #isDue = false;
  /** What this end does to bring media back, and does not know the result of. */
  #attempt: RecoveryRung | undefined;
  #cancelWait: () => void = () => undefined;
  #cancelStable: () => void = () => undefined;

  constructor(options: LadderOptions) {
    this.#options = options;
  }

  get phase(): MediaPhase {
    return this.#phase;
  }

  setReach(reach: Reach): void {
    this.#reach = reach;
    if (reach === "none") return;
    if (this.#phase === "waiting") {
      this.#enter("connecting");
      this.#wait(waitMs.connect);
    } else if (this.#isDue) this.#wait(waitMs.reach);
  }

  setState(state: RTCPeerConnectionState): void {
    this.#state = state;
    if (state === "connected") this.#arrive();
    else if (state === "disconnected" && this.#phase === "connected") this.#lose(waitMs.disconnected);
    else if (state === "failed" && this.#phase !== "failed") this.#lose(waitMs.failed);
  }

  /** The peer restarts or rebuilds: its attempt gets its time. */
  peerActs(): void {
    if (this.#state !== "connected" && this.#phase !== "failed") this.#wait(waitMs.rebuild);
  }

  /** A new RTCPeerConnection took the place of the old one. */
  renewed(): void {
    this.#state = "new";
    this.#cancelStable();
    if (this.#phase === "connected") this.#enter("restarting");
  }

  /** The connection cannot be used any further: the next rung at once. */
  broken(): void {
    this.#next = Math.max(this.#next, rungs.indexOf("rebuild"));
    if (this.#phase !== "failed") this.#wait(waitMs.failed);
  }

  /** Our own way to the network changed: a path that still seems to live may be a dead one. */
  networkChanged(): void {
    if (this.#phase === "waiting" || this.#phase === "failed" || this.#reach === "none") return;
    if (!this.#options.restart("any") || this.#state === "connected") return;
    this.#try("restart");
    this.#wait(waitMs.restart);
  }

  close(): void {
    this.#cancelWait();
    this.#cancelStable();
  }

  #arrive(): void {
    this.#cancelWait();
    this.#isDue = false;
    this.#conclude("recovered");
    this.#enter("connected");
    this.#cancelStable();
    this.#cancelStable = this.#options.clock.after(stableMs, () => {
      this.#next = 0;
    });
  }

  #lose(ms: number): void {
    this.#cancelStable();
    if (this.#phase === "connected") this.#enter("restarting");
    this.#wait(ms + (this.#options.isPolite ? politeMs : 0));
  }

  /** Climbs after the wait and up to a fifth more, so that two ends do not stay in step. */
  #wait(ms: number): void {
    const { clock } = this.#options;
    this.#cancelWait();
    this.#isDue = false;
    this.#cancelWait = clock.after(ms * (1 + clock.random() / 5), () => this.#climb());
  }

  #climb(): void {
    if (this.#reach === "none") {
      this.#isDue = true;
    } else if (this.#reach === "channel") {
      if (this.#options.restart("any")) this.#try("restart");
      this.#wait(waitMs.restart);
    } else {
      const rung = this.#nextRung();
      this.#act(rung);
      this.#wait(waitMs[rung]);
    }
  }

  #nextRung(): Rung {
    const rung = rungs[this.#next] ?? "slow";
    this.#next += 1;
    return rung === "relay" && !this.#options.hasRelay() ? this.#nextRung() : rung;
  }

  #act(rung: Rung): void {
    if (rung === "slow") this.#enter("failed");
    const isRestarted = (rung === "restart" || rung === "relay") && this.#options.restart(rung === "relay" ? "relay" : "any");
    this.#try(isRestarted ? rung : "rebuild");
    if (!isRestarted) this.#options.rebuild();
  }

  #try(rung: RecoveryRung): void {
    this.#conclude("failed");
    this.#attempt = rung;
  }

  #conclude(result: RecoveryResult): void {
    if (this.#attempt !== undefined) this.#options.onRecovery(this.#attempt, result);
    this.#attempt = undefined;
  }

  #enter(phase: MediaPhase): void {
    if (phase === this.#phase) return;
    this.#phase = phase;
    this.#options.onPhase(phase);
  }
}
