import { once } from "node:events";
import type { AddressInfo } from "node:net";
import type { Epoch, JoinedCall, Peer, PeerId, ServerMessage } from "@tgcall/protocol";
import { type WebSocket, WebSocketServer } from "ws";
import { joinedAs, peerOf, welcomeOf } from "./samples.ts";

/** When a connection is closed by the script; `frames` counts what the peer has said on it. */
export type CloseAt = "before-welcome" | "at-welcome" | { readonly frames: number };

/** What goes wrong; everything else works. Each is asked again and again, and answers from its own memory. */
export interface Faults {
  /** What becomes of a frame on its way to a peer: the frames that are sent instead, each after its delay. */
  readonly transform?: (frame: string) => readonly { readonly frame: string; readonly delayMs: number }[];
  readonly answersPings?: () => boolean;
  /** Where this connection, the first being 1, is closed, if at all; without `code` it is cut. */
  readonly close?: (connection: number) => { readonly at: CloseAt; readonly code?: number } | undefined;
}

interface Member {
  peer: Peer;
  instance: string;
  socket: WebSocket | undefined;
}

/** A signal service over real WebSockets for tests of clients: one call, memberships held for ever, frames forwarded at most once. */
export class MockService implements AsyncDisposable {
  readonly #server: WebSocketServer;
  readonly #faults: Faults;
  readonly #members = new Map<PeerId, Member>();
  #connections = 0;
  #revision = 0;

  private constructor(server: WebSocketServer, faults: Faults) {
    this.#server = server;
    this.#faults = faults;
    server.on("connection", (socket, { url = "" }) => this.#connect(socket, new URL(url, "ws://mock").searchParams));
  }

  static async open(faults: Faults = {}): Promise<MockService> {
    const server = new WebSocketServer({ port: 0, host: "127.0.0.1", handleProtocols: () => "tgcall.v1" });
    await once(server, "listening");
    return new MockService(server, faults);
  }

  get connections(): number {
    return this.#connections;
  }

  /** What a session needs of the api to join here as this peer. */
  api(peerId: PeerId): { join(): Promise<JoinedCall> } {
    const { port } = this.#server.address() as AddressInfo;
    return { join: async () => joinedAs(peerId, { wsUrl: `ws://127.0.0.1:${port}/ws` }) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#server.clients) socket.terminate();
    const closed = once(this.#server, "close");
    this.#server.close();
    await closed;
  }

  #connect(socket: WebSocket, query: URLSearchParams): void {
    this.#connections += 1;
    const fault = this.#faults.close?.(this.#connections);
    const end = (): void => (fault?.code === undefined ? socket.terminate() : socket.close(fault.code));
    if (fault?.at === "before-welcome") {
      end();
      return;
    }
    const member = this.#seat(socket, query.get("peerId") as PeerId, query.get("instance") ?? "");
    if (fault?.at === "at-welcome") end();

    let heard = 0;
    socket.on("message", (data) => {
      heard += 1;
      if (typeof fault?.at === "object" && heard === fault.at.frames) end();
      else this.#hear(member, String(data));
    });
    socket.on("close", () => this.#drop(member, socket));
  }

  #seat(socket: WebSocket, peerId: PeerId, instance: string): Member {
    const known = this.#members.get(peerId);
    const resumed = known?.instance === instance;
    const member = known ?? { peer: peerOf(peerId), instance, socket };
    if (!resumed) member.peer = { ...member.peer, epoch: `${peerId.slice(0, 1)}${this.#connections}` as Epoch };
    member.peer = { ...member.peer, away: false };
    member.instance = instance;
    member.socket = socket;
    this.#members.set(peerId, member);
    this.#revision += 1;

    const peers = [...this.#members.values()].filter((each) => each !== member).map(({ peer }) => peer);
    socket.send(JSON.stringify(welcomeOf(peerId, { epoch: member.peer.epoch, resumed, peers, revision: this.#revision })));
    this.#tellOthers(peerId, { type: known === undefined ? "peer-joined" : "peer-back", peer: member.peer, revision: this.#revision });
    return member;
  }

  #drop(member: Member, socket: WebSocket): void {
    if (member.socket !== socket) return;
    member.socket = undefined;
    member.peer = { ...member.peer, away: true };
    this.#revision += 1;
    this.#tellOthers(member.peer.peerId, { type: "peer-away", peerId: member.peer.peerId, revision: this.#revision });
  }

  #hear({ peer, socket }: Member, frame: string): void {
    const message = JSON.parse(frame);
    const { peerId } = peer;
    if (message.type === "ping" && (this.#faults.answersPings?.() ?? true))
      this.#say(socket, { type: "pong", id: message.id, revision: this.#revision });
    if (message.type !== "signal") return;
    const receiver = this.#members.get(message.to)?.socket;
    if (receiver === undefined)
      this.#say(socket, { type: "error", code: "undeliverable", detail: "away", peerId: message.to, ref: message.seq });
    else this.#say(receiver, { ...message, from: peerId });
  }

  #tellOthers(peerId: PeerId, message: ServerMessage): void {
    for (const { peer, socket } of this.#members.values()) if (peer.peerId !== peerId) this.#say(socket, message);
  }

  #say(socket: WebSocket | undefined, message: ServerMessage): void {
    const frame = JSON.stringify(message);
    for (const { frame: sent, delayMs } of this.#faults.transform?.(frame) ?? [{ frame, delayMs: 0 }]) {
      if (delayMs === 0) socket?.send(sent);
      else setTimeout(() => socket?.send(sent), delayMs).unref();
    }
  }
}
