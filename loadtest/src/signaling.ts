import { setTimeout } from "k6/timers";
import { api, Refusal } from "./api.ts";
import { Line, type LineEvents } from "./line.ts";
import { metrics } from "./metrics.ts";
import { pause } from "./pause.ts";
import { type JoinedCall, limits, mayReconnect, type ServerMessage, type Welcome } from "./protocol.ts";
import { target } from "./target.ts";
import { warn } from "./warn.ts";

export interface SignalingOwner {
  onWelcome(welcome: Welcome): void;
  /** Every other frame; of a connection that was replaced only the peers' messages. */
  onMessage(message: ServerMessage, atMs: number): void;
}

const retiredMs = 3_000;
const ticketMarginMs = 15_000;
const retryMs = { first: 250, last: 8_000 } as const;

/** A peer's connection to the signal service, over as many WebSockets as it takes (CLI-2, CLI-3, CLI-6, CLI-8, CLI-9). */
export class Signaling implements LineEvents {
  readonly #token: string;
  readonly #joined: JoinedCall;
  readonly #owner: SignalingOwner;
  readonly #instance = `load-${Math.random().toString(36).slice(2)}`;
  #sig = "";
  #sigStaleAtMs = 0;
  #line: Line | undefined;
  #pingDueAtMs = 0;
  #pongDueAtMs = Number.POSITIVE_INFINITY;
  #isOver = false;

  constructor(token: string, joined: JoinedCall, owner: SignalingOwner) {
    this.#token = token;
    this.#joined = joined;
    this.#owner = owner;
    this.#keep(joined.sig);
  }

  get isConnected(): boolean {
    return this.#line !== undefined;
  }

  /** One attempt; the line before is let go when the new one is welcomed. */
  async open(): Promise<Welcome | undefined> {
    const sig = await this.#ticket();
    if (sig === undefined || this.#isOver) return undefined;
    const { callId, peerId, wsUrl } = this.#joined;
    const url = `${target.wsUrl === "" ? wsUrl : target.wsUrl}?callId=${callId}&peerId=${peerId}&instance=${this.#instance}`;
    const opened = await Line.open(url, sig, this);
    if (opened === undefined) return undefined;
    const before = this.#line;
    if (before !== undefined) setTimeout(() => before.close(), retiredMs);
    this.#line = opened.line;
    this.#pingDueAtMs = Date.now() + limits.clientPingMs;
    this.#pongDueAtMs = Number.POSITIVE_INFINITY;
    this.#keep(opened.welcome.sig);
    if (this.#isOver) this.leave();
    else this.#owner.onWelcome(opened.welcome);
    return opened.welcome;
  }

  send(frame: string): void {
    this.#line?.send(frame);
  }

  /** To be called four times a second: asks for signs of life, and gives up a connection that shows none. */
  beat(nowMs: number, revision: number): void {
    const line = this.#line;
    if (line === undefined) return;
    if (nowMs >= this.#pongDueAtMs) {
      line.close();
      void this.#comeBack();
    } else if (nowMs >= this.#pingDueAtMs) {
      this.#pingDueAtMs = nowMs + limits.clientPingMs;
      this.#pongDueAtMs = nowMs + limits.clientPongMs;
      line.send(JSON.stringify({ type: "ping", id: nowMs, revision }));
    }
  }

  /** The network falls silent, the connection ends without a word after at most so long, and a new one takes its place. */
  async flap(silenceMs: number): Promise<void> {
    const line = this.#line;
    if (line === undefined) return;
    metrics.flaps.add(1);
    line.deafen();
    await pause(Math.random() * silenceMs);
    if (this.#line !== line || this.#isOver) return;
    line.close();
    await this.#comeBack();
  }

  leave(): void {
    this.#isOver = true;
    this.#line?.send('{"type":"leave"}');
    this.#line?.close();
  }

  onMessage(line: Line, message: ServerMessage, atMs: number): void {
    if (line !== this.#line && message.type !== "signal") return;
    if (message.type === "ticket" || message.type === "reconnect") this.#keep(message.sig);
    if (message.type === "pong") this.#pongDueAtMs = Number.POSITIVE_INFINITY;
    if (message.type === "reconnect") setTimeout(() => void this.open(), message.afterMs);
    this.#owner.onMessage(message, atMs);
  }

  onEnd(line: Line, code: number): void {
    if (line !== this.#line) return;
    this.#line = undefined;
    if (mayReconnect(code)) void this.#comeBack();
    else warn(`a connection was closed for good: ${code}`);
  }

  async #comeBack(): Promise<void> {
    this.#line = undefined;
    const sinceMs = Date.now();
    const isBack = await this.#insist(sinceMs);
    // Who hangs up meanwhile waits for nothing.
    if (this.#isOver && Date.now() - sinceMs < limits.leaseMs) return;
    metrics.reconnectSuccess.add(isBack);
    metrics.reconnectMs.add(Date.now() - sinceMs);
    if (!isBack) warn("a peer did not come back with its membership");
  }

  async #insist(sinceMs: number): Promise<boolean> {
    for (let attempt = 0; Date.now() - sinceMs < limits.leaseMs && !this.#isOver; attempt += 1) {
      if (attempt > 0) await pause(Math.random() * Math.min(retryMs.last, retryMs.first * 2 ** (attempt - 1)));
      const welcome = await this.open();
      if (welcome !== undefined) return welcome.resumed;
    }
    return false;
  }

  async #ticket(): Promise<string | undefined> {
    if (Date.now() < this.#sigStaleAtMs) {
      this.#sigStaleAtMs = 0;
      return this.#sig;
    }
    try {
      return (await api.join(this.#token)).sig;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      warn(error.message);
      return undefined;
    }
  }

  #keep(sig: string): void {
    this.#sig = sig;
    this.#sigStaleAtMs = Date.now() + limits.ticketTtlMs - ticketMarginMs;
  }
}
