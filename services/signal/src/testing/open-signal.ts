import { randomBytes } from "node:crypto";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createCallId, createTokenId, createTokens, peerIdOf, type Tokens } from "@tgcall/auth";
import type { CallId, PeerId, Role } from "@tgcall/protocol";
import { createLogger, createMetrics, type Metrics } from "@tgcall/runtime";
import { openMemoryStores, openRedisStores, type Stores } from "@tgcall/store";
import { createPodId, createSignalServer, type Signal, startSignal } from "../app.ts";
import { TestPeer } from "./test-peer.ts";

const secret = "a secret for tests that is long enough for HS256";

interface TestClock {
  now(): number;
  advance(ms: number): void;
}

/** Real time plus whatever a test adds to it. */
function createTestClock(): TestClock {
  let offsetMs = 0;
  return {
    now: () => Date.now() + offsetMs,
    advance(ms) {
      offsetMs += ms;
    },
  };
}

export interface Invited {
  readonly callId: CallId;
  readonly peerId: PeerId;
  readonly role: Role;
}

/** One or more real signal pods on one store, each with its HTTP server on a port of its own. */
export class SignalCluster {
  readonly clock = createTestClock();
  /** What the pods have logged, parsed. */
  readonly lines: Record<string, unknown>[] = [];
  readonly stores: Stores;
  readonly tokens: Tokens = createTokens({ secret, now: this.clock.now });
  readonly #listener = { write: (line: string) => void this.lines.push(JSON.parse(line)) };
  readonly #peers: TestPeer[] = [];
  readonly #closers: (() => Promise<void>)[] = [];
  readonly #pods: { readonly url: string; readonly signal: Signal; readonly metrics: Metrics; close(): Promise<void> }[] = [];

  private constructor(stores: Stores | undefined) {
    this.stores = stores ?? openMemoryStores({ now: this.clock.now });
  }

  /** Pods that share one memory store. */
  static async open(pods = 1): Promise<SignalCluster> {
    const cluster = new SignalCluster(undefined);
    for (let pod = 0; pod < pods; pod += 1) await cluster.#startPod(cluster.stores);
    return cluster;
  }

  /** Pods with connections of their own to one Redis. */
  static async openOnRedis(pods: number, url: string): Promise<SignalCluster> {
    const cluster = new SignalCluster(await openRedisStores({ url }));
    for (let pod = 0; pod < pods; pod += 1) {
      const stores = await openRedisStores({ url });
      cluster.#closers.push(() => stores.close());
      await cluster.#startPod(stores);
    }
    return cluster;
  }

  url(pod = 0): string {
    return this.#pod(pod).url;
  }

  signal(pod = 0): Signal {
    return this.#pod(pod).signal;
  }

  /** Every sample of this pod that is not 0, as Prometheus reads it. */
  async samples(pod = 0): Promise<readonly string[]> {
    const text = await this.#pod(pod).metrics.registry.metrics();
    return text.split("\n").filter((line) => !line.startsWith("#") && !line.endsWith(" 0"));
  }

  async createCall(maxPeers = 2): Promise<CallId> {
    const callId = createCallId();
    const createdAtMs = this.clock.now();
    const expiresAtMs = createdAtMs + 3_600_000;
    await this.stores.calls.create({ callId, createdAtMs, expiresAtMs, initiator: "test", maxPeers, relayOnly: false });
    return callId;
  }

  async invite(callId: CallId, role: Role = "participant"): Promise<Invited> {
    return { callId, peerId: peerIdOf(callId, createTokenId()), role };
  }

  async sig({ callId, peerId, role }: Invited, name = ""): Promise<string> {
    return (await this.tokens.signTicket({ callId, peerId, role, name })).sig;
  }

  /** Connects as this peer and waits for its welcome. */
  async connect(invited: Invited, { pod = 0, instance = randomInstance(), name = "" } = {}): Promise<TestPeer> {
    const peer = this.dial(invited, await this.sig(invited, name), { pod, instance });
    await peer.next("welcome");
    return peer;
  }

  dial({ callId, peerId }: Invited, sig: string, { pod = 0, instance = randomInstance() } = {}): TestPeer {
    const query = new URLSearchParams({ callId, peerId, instance });
    const peer = new TestPeer(`${this.url(pod)}?${query}`, peerId, instance, sig);
    this.#peers.push(peer);
    return peer;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const peer of this.#peers) peer.cut();
    await Promise.all(this.#pods.map((pod) => pod.close()));
    await Promise.all([...this.#closers.map((close) => close()), this.stores.close()]);
  }

  #pod(index: number) {
    const pod = this.#pods[index];
    if (pod === undefined) throw new Error(`there is no pod ${index}`);
    return pod;
  }

  async #startPod(stores: Stores): Promise<void> {
    const metrics = createMetrics({ service: "signal" });
    const signal = await startSignal({
      pod: createPodId(),
      stores,
      tokens: this.tokens,
      ice: { issue: () => ({ iceServers: [], iceExpiresAt: new Date(this.clock.now() + 600_000).toISOString() }) },
      log: createLogger({ service: "signal", level: "info", pod: `pod${this.#pods.length}`, destination: this.#listener }),
      metrics,
      allowsOrigin: (origin) => origin === "https://call.example",
      now: this.clock.now,
    });
    const server = createSignalServer("/ws", signal.handleUpgrade);
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const close = async (): Promise<void> => {
      await signal.close();
      server.close();
      server.closeAllConnections();
    };
    this.#pods.push({ url: `ws://127.0.0.1:${port}/ws`, signal, metrics, close });
  }
}

const randomInstance = (): string => randomBytes(12).toString("base64url");
