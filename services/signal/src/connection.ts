import type { Duplex } from "node:stream";
import { type CloseReason, closeReasons, limits } from "@tgcall/protocol";
import type { RawData, WebSocket } from "ws";

/** How often `beat` is called. */
export const beatMs = 250;

/** A beat may fall late, and others must know within the whole time. */
const silenceMs = limits.serverSilenceMs - 2 * beatMs;

/** How long a peer may take to answer our close before its socket is cut. */
const closeGraceMs = 3_000;

/** How long the welcome of a newer connection may take to reach a client whose older one is over. */
const handoverMs = 150;

export interface ConnectionEvents {
  /** A text frame of at most `limits.maxFrameBytes`. */
  onFrame(frame: string): void;
  /** Exactly once, whoever closed. */
  onClosed(code: number): void;
}

/** What a connection tells besides: of each ping that was answered, how long that took. */
export interface ObservedEvents extends ConnectionEvents {
  onRoundTrip(ms: number): void;
}

/**
 * One WebSocket: text frames both ways, signs of life, and a bound on what waits for a slow reader. Frames of one tick leave in
 * one write.
 */
export class Connection {
  readonly #socket: WebSocket;
  readonly #transport: Duplex;
  readonly #now: () => number;
  #lastSeenMs: number;
  #pingAtMs: number;
  /** When the oldest ping that is not answered left, on a clock that never steps. */
  #pingedAtMs: number | undefined;
  #isCorked = false;
  #isClosing = false;

  constructor(socket: WebSocket, transport: Duplex, now: () => number, events: ObservedEvents) {
    this.#socket = socket;
    this.#transport = transport;
    this.#now = now;
    this.#lastSeenMs = now();
    this.#pingAtMs = this.#lastSeenMs + Math.random() * limits.serverPingMs;
    socket.on("message", (data, isBinary) => this.#receive(data, isBinary, events));
    socket.on("ping", () => this.#seen());
    socket.on("pong", () => this.#answered(events));
    // ws closes after an error by itself, with the code that fits (1002, 1007, 1009).
    socket.on("error", () => {});
    socket.once("close", (code) => {
      this.#isClosing = true;
      events.onClosed(code);
    });
  }

  get isOpen(): boolean {
    return !this.#isClosing;
  }

  /** What waits for a reader that is slower than what it is sent. */
  get bufferedBytes(): number {
    return this.#socket.bufferedAmount;
  }

  /** `false` when the connection closes already, and the frame goes nowhere. */
  send(frame: string): boolean {
    if (this.#isClosing) return false;
    this.#cork();
    this.#socket.send(frame);
    if (this.#socket.bufferedAmount > limits.maxBufferedBytes) this.close(closeReasons.slow);
    return true;
  }

  /** To be called four times a second: asks for a sign of life every five seconds, and cuts a peer that gave none for fifteen. */
  beat(nowMs: number): void {
    if (this.#isClosing) return;
    if (nowMs - this.#lastSeenMs >= silenceMs) this.#cut(closeReasons.silent);
    else if (nowMs >= this.#pingAtMs) {
      this.#pingAtMs = nowMs + limits.serverPingMs;
      this.#pingedAtMs ??= performance.now();
      this.#socket.ping();
    }
  }

  /** Says why and closes; a peer that does not answer within three seconds is cut. */
  close({ code, reason }: CloseReason): void {
    if (this.#isClosing) return;
    this.#isClosing = true;
    this.#socket.close(code, reason);
    const cut = setTimeout(() => this.#socket.terminate(), closeGraceMs);
    this.#socket.once("close", () => clearTimeout(cut));
  }

  /** Closes a little later: whoever has moved hears its new connection first, and was never without one. */
  closeSoon(reason: CloseReason): void {
    const closing = setTimeout(() => this.close(reason), handoverMs);
    this.#socket.once("close", () => clearTimeout(closing));
  }

  #cut({ code, reason }: CloseReason): void {
    this.#isClosing = true;
    this.#socket.close(code, reason);
    this.#socket.terminate();
  }

  #receive(data: RawData, isBinary: boolean, events: ConnectionEvents): void {
    this.#seen();
    if (this.#isClosing) return;
    if (isBinary) this.close(closeReasons.binaryFrame);
    else events.onFrame(String(data));
  }

  #answered(events: ObservedEvents): void {
    this.#seen();
    if (this.#pingedAtMs !== undefined) events.onRoundTrip(performance.now() - this.#pingedAtMs);
    this.#pingedAtMs = undefined;
  }

  #seen(): void {
    this.#lastSeenMs = this.#now();
  }

  #cork(): void {
    if (this.#isCorked) return;
    this.#isCorked = true;
    this.#transport.cork();
    setImmediate(() => {
      this.#isCorked = false;
      this.#transport.uncork();
    });
  }
}
