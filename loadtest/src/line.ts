import { clearTimeout, setTimeout } from "k6/timers";
import { type Params, WebSocket } from "k6/websockets";
import { parseServerMessage, type ServerMessage, type Welcome } from "./protocol.ts";

/** What a socket of k6 does that its types leave out: subprotocols, and the code of a close. */
interface Socket {
  readonly readyState: number;
  onopen: () => void;
  onmessage: (event: { readonly data: string; readonly timestamp: number }) => void;
  onclose: (event: { readonly code?: number }) => void;
  onerror: () => void;
  send(text: string): void;
  close(): void;
}
const openSocket = WebSocket as unknown as new (url: string, protocols: readonly string[], params: Params) => Socket;

export interface LineEvents {
  /** Every frame after `welcome`; `atMs` is when it came, to the fraction. */
  onMessage(line: Line, message: ServerMessage, atMs: number): void;
  /** The connection is gone, not by our doing. */
  onEnd(line: Line, code: number): void;
}

const abnormalClosure = 1006;
const isOpen = 1;
const welcomeMs = 10_000;

/** One WebSocket to the signal service. */
export class Line {
  readonly #socket: Socket;
  readonly #events: LineEvents;
  #welcome: ((welcome: Welcome | undefined) => void) | undefined;
  #isDeaf = false;
  #isOver = false;

  private constructor(url: string, sig: string, events: LineEvents) {
    this.#events = events;
    this.#socket = new openSocket(url, ["tgcall.v1", `tgcall.sig.${sig}`], { tags: { name: "/ws" } });
    this.#socket.onmessage = ({ data, timestamp }) => this.#hear(data, timestamp);
    this.#socket.onclose = ({ code = abnormalClosure }) => this.#end(code);
    this.#socket.onerror = () => {};
    // k6 cannot close a socket that is not open yet.
    this.#socket.onopen = () => this.#isOver && this.#socket.close();
  }

  /** Resolves with the line and what it was welcomed with; with nothing where it was refused, or not welcomed within 10 s. */
  static open(url: string, sig: string, events: LineEvents): Promise<{ readonly line: Line; readonly welcome: Welcome } | undefined> {
    return new Promise((resolve) => {
      const line = new Line(url, sig, events);
      const limit = setTimeout(() => line.#settle(undefined), welcomeMs);
      line.#welcome = (welcome) => {
        clearTimeout(limit);
        if (welcome === undefined) line.close();
        resolve(welcome && { line, welcome });
      };
    });
  }

  send(frame: string): void {
    if (!this.#isDeaf && !this.#isOver && this.#socket.readyState === isOpen) this.#socket.send(frame);
  }

  /** The network is gone, and nobody has noticed yet: from now on nothing passes either way. */
  deafen(): void {
    this.#isDeaf = true;
  }

  /** Ends it without a word to the service, and without a further event. */
  close(): void {
    this.#isOver = true;
    if (this.#socket.readyState === isOpen) this.#socket.close();
  }

  #hear(frame: string, atMs: number): void {
    const message = this.#isDeaf || this.#isOver ? undefined : parseServerMessage(frame);
    if (message?.type === "welcome") this.#settle(message);
    else if (message !== undefined) this.#events.onMessage(this, message, atMs);
  }

  #end(code: number): void {
    const wasWaited = this.#welcome !== undefined;
    this.#settle(undefined);
    if (this.#isOver) return;
    this.#isOver = true;
    if (!wasWaited) this.#events.onEnd(this, code);
  }

  #settle(welcome: Welcome | undefined): void {
    const tell = this.#welcome;
    this.#welcome = undefined;
    tell?.(welcome);
  }
}
