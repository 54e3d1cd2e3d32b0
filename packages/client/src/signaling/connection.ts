import { closeReasons, type JoinedCall, parseServerMessage, type ServerMessage, type Welcome } from "@tgcall/protocol";
import type { Environment, Socket } from "../environment.ts";
import { spell } from "./spelling.ts";

/** Every frame of the service after `welcome`. */
export type ServiceMessage = Exclude<ServerMessage, Welcome>;

/** What happens on a connection; nothing follows `onClose`. */
export interface ConnectionEvents {
  onWelcome(connection: Connection, welcome: Welcome): void;
  onMessage(connection: Connection, message: ServiceMessage): void;
  onClose(connection: Connection, code: number): void;
}

const handshakeMs = 10_000;
const retiredMs = 3_000;
const abnormalClosure = 1006;

/** One WebSocket to the signal service, from the handshake to its end. */
export class Connection {
  readonly #environment: Environment;
  readonly #events: ConnectionEvents;
  #socket: Socket | undefined;
  #isWelcomed = false;
  #isOver = false;
  #cancelLimit: () => void;

  constructor(environment: Environment, events: ConnectionEvents) {
    this.#environment = environment;
    this.#events = events;
    this.#cancelLimit = environment.after(handshakeMs, () => this.abandon(abnormalClosure));
  }

  open(url: string, sig: string): void {
    try {
      this.#socket = this.#environment.openSocket(url, ["tgcall.v1", `tgcall.sig.${sig}`], {
        onFrame: (frame) => this.#receive(frame),
        onClose: (code) => this.#end(code),
      });
    } catch {
      this.#end(abnormalClosure);
    }
  }

  get bufferedBytes(): number {
    return this.#socket?.bufferedAmount ?? 0;
  }

  send(frame: string): void {
    this.#socket?.send(frame);
  }

  /** A newer connection took over: hears what is still under way until the service closes this one, or 3 s. */
  retire(): void {
    this.#cancelLimit();
    this.#cancelLimit = this.#environment.after(retiredMs, () => this.abandon(closeReasons.resumed.code));
  }

  /** Counts as closed with `code` from now on, whatever the network says. */
  abandon(code: number): void {
    this.#end(code);
    this.#socket?.close();
  }

  /** Closes without a further event. */
  close(): void {
    this.#isOver = true;
    this.#cancelLimit();
    this.#socket?.close();
  }

  #receive(frame: string): void {
    const message = this.#isOver ? undefined : parseServerMessage(frame);
    if (message === undefined) return;
    if (message.type !== "welcome") {
      if (this.#isWelcomed) this.#events.onMessage(this, message);
      return;
    }
    if (this.#isWelcomed) return;
    this.#isWelcomed = true;
    this.#cancelLimit();
    this.#events.onWelcome(this, message);
  }

  #end(code: number): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#cancelLimit();
    this.#events.onClose(this, code);
  }
}

/** Where this page load connects to, led past so many pods; the ticket travels as a subprotocol, out of logs. */
export function connectionUrl({ wsUrl, callId, peerId }: JoinedCall, instance: string, podsToPass: number): string {
  const query = new URLSearchParams({ peerId, instance });
  return `${wsUrl}${wsUrl.includes("?") ? "&" : "?"}callId=${spell(callId, podsToPass)}&${query}`;
}
