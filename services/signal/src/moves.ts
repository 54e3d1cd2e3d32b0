import type { PeerId } from "@tgcall/protocol";
import type { Logger } from "@tgcall/runtime";
import { handOver } from "./drain.ts";
import type { Echo } from "./echo.ts";
import type { SignalMetrics } from "./metrics.ts";
import { Session } from "./session.ts";
import type { Supervise } from "./supervise.ts";

interface MovesOptions {
  /** Connections that are open. */
  readonly open: ReadonlySet<Session | Echo>;
  readonly metrics: Pick<SignalMetrics, "drained">;
  readonly log: Logger;
  readonly supervise: Supervise;
}

/** Peers of this pod on their way to another: each is asked once. */
export class Moves {
  readonly #options: MovesOptions;
  readonly #asked = new Set<Session | Echo>();

  constructor(options: MovesOptions) {
    this.#options = options;
  }

  /** Asks those that were not asked before; resolves when all are gone, or after `limitMs`. */
  begin(sessions: readonly Session[], limitMs: number): Promise<void> {
    const { open } = this.#options;
    const peers = sessions.filter((each) => !this.#asked.has(each));
    const remaining = (): number => sessions.filter((each) => open.has(each)).length;
    return handOver({ peers, limitMs, ask: (session) => this.#ask(session), remaining });
  }

  /** Whether the peer was asked to move and is still here: it is not to come back to this pod. */
  isMoving(peerId: PeerId): boolean {
    return [...this.#asked].some((each) => each instanceof Session && each.ids.peerId === peerId);
  }

  /** A connection has ended; whose peer was asked has moved. */
  ended(connection: Session | Echo): void {
    if (this.#asked.delete(connection)) this.#options.metrics.drained("moved");
  }

  /** It is this pod that ends the connection: its peer has not moved. */
  giveUp(connection: Session | Echo): void {
    this.#asked.delete(connection);
  }

  #ask(session: Session): void {
    const { open, metrics, log, supervise } = this.#options;
    if (this.#asked.has(session) || !open.has(session)) return;
    this.#asked.add(session);
    metrics.drained("asked");
    log.info("peer asked to move", session.ids);
    supervise("drain", session.askToReconnect(0));
  }
}
