import { browserEnvironment, type Socket, type SocketEvents } from "@tgcall/client";
import { type CallId, type JoinedCall, type PeerId, Problem } from "@tgcall/protocol";
import { openMemoryStores, type Stores } from "@tgcall/store";
import { WebSocket } from "ws";
import { HeadlessPeer } from "../headless/headless-peer.ts";
import type { Link } from "./link.ts";
import { ModelPod } from "./pod.ts";
import { createPlainTokens } from "./tokens.ts";

const callId = "modelmodelmodelmodel" as CallId;
const hourMs = 3_600_000;
const peerIdOf = (index: number): PeerId => `peerpeerpeerpeer${index}` as PeerId;

/** One call, its peers and pods, all in this process. */
export class World {
  readonly pods: ModelPod[] = [];
  readonly peers = new Map<number, HeadlessPeer>();
  /** Pages that are gone. */
  readonly gone: HeadlessPeer[] = [];
  #stores: Stores = openMemoryStores();
  readonly #tokens = createPlainTokens();
  readonly #links = new Map<number, Link>();
  readonly #loads = new Map<number, number>();
  #podsEver = 0;
  #turn = 0;

  static async open(pods: number, maxPeers: number): Promise<World> {
    const world = new World();
    const createdAtMs = Date.now();
    await world.#stores.calls.create({
      callId,
      createdAtMs,
      expiresAtMs: createdAtMs + hourMs,
      initiator: "1",
      maxPeers,
      relayOnly: false,
    });
    for (let pod = 0; pod < pods; pod += 1) await world.addPod();
    return world;
  }

  async addPod(): Promise<void> {
    this.#podsEver += 1;
    this.pods.push(await ModelPod.start(this.#podsEver, () => this.#stores, this.#tokens));
  }

  join(index: number): void {
    if (!this.peers.has(index)) this.#load(index);
  }

  reload(index: number): void {
    if (!this.peers.has(index)) return;
    this.vanish(index);
    this.#load(index);
  }

  leave(index: number): void {
    this.peers.get(index)?.leave();
    this.#part(index);
  }

  vanish(index: number): void {
    this.peers.get(index)?.vanish();
    this.#part(index);
  }

  /** The peer's newest connection. */
  link(index: number): Link | undefined {
    return this.#links.get(index);
  }

  /** The store loses everything. */
  async flush(): Promise<void> {
    this.#stores = openMemoryStores();
    for (const pod of this.pods) await pod.reopen();
  }

  /** Ids and epochs that the store has, and whether they are away. */
  async members(): Promise<readonly string[]> {
    const roster = await this.#stores.rosters.read(callId);
    return (roster?.members ?? []).map(({ peerId, epoch, away }) => `${peerId} ${epoch} ${away}`).toSorted();
  }

  async close(): Promise<void> {
    for (const index of [...this.peers.keys()]) this.leave(index);
    for (const pod of this.pods) pod.continue();
    for (const pod of this.pods) await pod.kill();
    await this.#stores.close();
  }

  #load(index: number): void {
    const reloads = this.#loads.get(index) ?? 0;
    this.#loads.set(index, reloads + 1);
    const inner = { ...browserEnvironment(), openSocket: (...words: Parameters<World["connect"]>) => this.connect(...words) };
    const settings = { peer: `peer ${index}`, origin: "", token: String(index), reloads };
    this.peers.set(index, new HeadlessPeer(settings, { join: (token) => this.#ask(Number(token)) }, inner));
  }

  #part(index: number): void {
    const peer = this.peers.get(index);
    if (peer !== undefined) this.gone.push(peer);
    this.peers.delete(index);
    this.#links.delete(index);
  }

  /** `/api/join`. */
  async #ask(index: number): Promise<JoinedCall> {
    const call = await this.#stores.calls.read(callId);
    if (call === undefined) throw new Problem("call_not_found");
    const [peerId, role] = [peerIdOf(index), "participant"] as const;
    const { sig, expiresAtMs } = await this.#tokens.signTicket({ callId, peerId, role, name: `peer ${index}` });
    const [sigExpiresAt, expiresAt] = [expiresAtMs, call.expiresAtMs].map((ms) => new Date(ms).toISOString()) as [string, string];
    return {
      ...{ callId, peerId, role, sig, sigExpiresAt, expiresAt, iceExpiresAt: expiresAt },
      ...{ wsUrl: "ws://model/ws", iceServers: [], maxPeers: call.maxPeers, relayOnly: false, reports: false },
    };
  }

  /** To the running pods in turn, as an ingress that knows who is ready. */
  connect(url: string, protocols: readonly string[], events: SocketEvents): Socket {
    const running = this.pods.filter(({ isRunning }) => isRunning);
    this.#turn += 1;
    const link = running[this.#turn % Math.max(1, running.length)]?.connect();
    if (link === undefined) throw new Error("nobody is ready");
    const index = Number(new URL(url).searchParams.get("peerId")?.slice(-1));
    this.#links.set(index, link);

    const socket = new WebSocket(url, [...protocols], { createConnection: () => link.client as never, perMessageDeflate: false });
    socket.on("error", () => {});
    socket.on("message", (data) => events.onFrame(String(data)));
    socket.on("close", (code) => events.onClose(code));
    return {
      get bufferedAmount() {
        return socket.bufferedAmount;
      },
      send: (frame) => {
        if (socket.readyState === WebSocket.OPEN) socket.send(frame);
      },
      close: () => socket.close(),
    };
  }
}
