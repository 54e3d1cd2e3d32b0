import { closeReasons, type IceServer, type JoinedCall, mayReconnect, type Traceparent, type Welcome } from "@tgcall/protocol";
import type { ApiClient } from "../api-client.ts";
import type { EndCause } from "../call-view.ts";
import type { Environment, Wake } from "../environment.ts";
import { Connection, connectionUrl, type ServiceMessage } from "./connection.ts";
import { Entrance } from "./entrance.ts";
import { Liveness } from "./liveness.ts";
import { causeOfClose, type Refusal } from "./refusal.ts";
import { Retry } from "./retry.ts";
import { Tickets } from "./tickets.ts";

/** What signaling asks of its owner and tells it; nothing follows `onEnded`. */
export interface SignalingOwner {
  readonly name: () => string;
  readonly revision: () => number;
  onJoined(joined: JoinedCall): void;
  onIceServers(iceServers: readonly IceServer[]): void;
  onConnected(welcome: Welcome): void;
  onDisconnected(): void;
  /** `pingSentAtMs` comes with the pong of a ping of ours. */
  onMessage(message: ServiceMessage, pingSentAtMs?: number): void;
  onEnded(cause: EndCause): void;
}

export interface SignalingOptions {
  readonly api: Pick<ApiClient, "join">;
  readonly token: string;
  readonly instance: string;
  readonly environment: Environment;
  /** Which span joining belongs under. */
  readonly traceparent: Traceparent | undefined;
  readonly owner: SignalingOwner;
}

const longestMoveDelayMs = 60_000;

/** A connection to the signal service that is kept until the call ends or is left, over as many WebSockets as it takes. */
export class Signaling {
  readonly #instance: string;
  readonly #entrance: Entrance;
  readonly #environment: Environment;
  readonly #owner: SignalingOwner;
  readonly #tickets = new Tickets();
  readonly #retry: Retry;
  readonly #stopWaking: () => void;
  #joined: JoinedCall | undefined;
  #newest: Connection | undefined;
  #current: Connection | undefined;
  #liveness: Liveness | undefined;
  #cancelMove: () => void = () => undefined;
  /** How many pods the next handshake is to be led past: one that drains, and those that did not answer. */
  #podsToPass = 0;
  #isTrying = false;
  #isClosed = false;

  constructor({ api, token, instance, environment, traceparent, owner }: SignalingOptions) {
    this.#instance = instance;
    this.#entrance = new Entrance({ api, token, traceparent, clock: environment });
    this.#environment = environment;
    this.#owner = owner;
    this.#retry = new Retry(environment, () => void this.#connect());
    this.#stopWaking = environment.onWake((wake) => this.#wake(wake));
    void this.#connect();
  }

  /** The connection that frames go out on, while there is one. */
  get connection(): Connection | undefined {
    return this.#current;
  }

  /** Asks the service for a sign of life, and with it for the roster when ours is old. */
  ping(): void {
    this.#liveness?.check();
  }

  /** Skips the wait before the next attempt. */
  retryNow(): void {
    this.#retry.skipWait();
  }

  /** Ends the membership if the service can be told; harmless to repeat. */
  close(): void {
    if (!this.#isClosed) this.#current?.send('{"type":"leave"}');
    this.#stop();
  }

  async #connect(): Promise<void> {
    if (this.#isTrying || this.#isClosed) return;
    this.#isTrying = true;
    const sig = this.#tickets.take(this.#environment.now()) ?? (await this.#join());
    if (sig === undefined || this.#joined === undefined || this.#isClosed) return;
    this.#newest = new Connection(this.#environment, {
      onWelcome: (connection, welcome) => this.#welcome(connection, welcome),
      onMessage: (connection, message) => this.#receive(connection, message),
      onClose: (connection, code) => this.#lose(connection, code),
    });
    this.#newest.open(connectionUrl(this.#joined, this.#instance, this.#podsToPass), sig);
  }

  async #join(): Promise<string | undefined> {
    const answer = await this.#entrance.ask(this.#owner.name());
    if (this.#isClosed) return undefined;
    if (!("sig" in answer)) {
      this.#refuse(answer);
      return undefined;
    }
    this.#joined = answer;
    this.#owner.onJoined(answer);
    this.#owner.onIceServers(answer.iceServers);
    return answer.sig;
  }

  #refuse({ cause, retryAfterMs }: Refusal): void {
    this.#isTrying = false;
    if (cause === undefined) this.#retry.start(retryAfterMs);
    else if (this.#current === undefined) this.#end(cause);
  }

  #welcome(connection: Connection, welcome: Welcome): void {
    this.#current?.retire();
    this.#current = connection;
    this.#isTrying = false;
    this.#podsToPass = 0;
    this.#entrance.entered();
    this.#cancelMove();
    this.#retry.connected();
    this.#tickets.put(welcome.sig, this.#environment.now());
    this.#liveness?.close();
    this.#liveness = new Liveness({
      environment: this.#environment,
      pingMs: welcome.limits.clientPingMs,
      pongMs: welcome.limits.clientPongMs,
      ping: (id) => connection.send(JSON.stringify({ type: "ping", id, revision: this.#owner.revision() })),
      onDead: () => connection.abandon(closeReasons.silent.code),
    });
    this.#owner.onIceServers(welcome.iceServers);
    this.#owner.onConnected(welcome);
  }

  #receive(connection: Connection, message: ServiceMessage): void {
    const isCurrent = connection === this.#current;
    if (!isCurrent && message.type !== "signal") return;
    if (message.type === "ticket" || message.type === "reconnect") this.#tickets.put(message.sig, this.#environment.now());
    if (message.type === "ticket" && message.iceServers !== undefined) this.#owner.onIceServers(message.iceServers);
    if (message.type === "reconnect") this.#moveAfter(message.afterMs);
    this.#owner.onMessage(message, message.type === "pong" ? this.#liveness?.pong(message.id) : undefined);
  }

  #moveAfter(delayMs: number): void {
    this.#cancelMove();
    this.#podsToPass = 1;
    this.#cancelMove = this.#environment.after(Math.min(delayMs, longestMoveDelayMs), () => void this.#connect());
  }

  #lose(connection: Connection, code: number): void {
    const isNewest = connection === this.#newest;
    if (isNewest && !mayReconnect(code)) {
      this.#end(causeOfClose(code));
      return;
    }
    if (connection === this.#current) {
      this.#current = undefined;
      this.#liveness?.close();
      this.#cancelMove();
      this.#retry.disconnected();
      this.#owner.onDisconnected();
    } else if (isNewest) {
      this.#isTrying = false;
      this.#podsToPass += 1;
      if (this.#current !== undefined) this.#tickets.giveBack(this.#environment.now());
    }
    if (!isNewest || this.#isClosed) return;
    this.#newest = this.#current;
    if (code === closeReasons.rate.code) this.#retry.slowDown();
    this.#retry.start();
  }

  #wake(wake: Wake): void {
    this.#retry.skipWait();
    if (this.#current === undefined) return;
    if (wake === "network") void this.#connect();
    else this.#liveness?.check();
  }

  #end(cause: EndCause): void {
    if (this.#isClosed) return;
    this.#stop();
    this.#owner.onEnded(cause);
  }

  #stop(): void {
    this.#isClosed = true;
    this.#stopWaking();
    this.#cancelMove();
    this.#retry.close();
    this.#liveness?.close();
    this.#newest?.close();
    this.#current?.close();
  }
}
