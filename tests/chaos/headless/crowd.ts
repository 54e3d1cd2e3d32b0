import { randomUUID } from "node:crypto";
import { createApiClient } from "@tgcall/client";
import { Problem } from "@tgcall/protocol";
import type { Delivered } from "./history.ts";
import { findDisagreements, findRosterBreaches, type PeerEvent, type PeerView, settleAccounts } from "./history.ts";
import { PeerProcess } from "./peer-process.ts";

/** Where a call's peers come from: the nth peer of each call lives in process n modulo their number. */
export interface CrowdOptions {
  readonly origin: string;
  readonly processes?: readonly PeerProcess[];
}

export interface CrowdCall {
  readonly callId: string;
  /** Names of its peers, the initiator first. */
  readonly peers: readonly string[];
  readonly tokens: readonly string[];
}

/** Many calls of headless peers, in processes of their own. */
export class Crowd implements AsyncDisposable {
  readonly calls: CrowdCall[] = [];
  readonly processes: readonly PeerProcess[];
  readonly #origin: string;

  constructor({ origin, processes = [new PeerProcess(), new PeerProcess()] }: CrowdOptions) {
    this.#origin = origin;
    this.processes = processes;
  }

  /** Creates calls of two and lets their peers join, initiators first; resolves when everybody has everybody. */
  async fill(count: number): Promise<void> {
    const created = await inGroups(count, 25, () => this.createCall());
    for (const [index, process] of this.processes.entries()) {
      const joining = created.flatMap((call) =>
        call.peers
          .map((peer, ordinal) => ({ peer, origin: this.#origin, token: call.tokens[ordinal] ?? "" }))
          .filter((_, ordinal) => ordinal % this.processes.length === index),
      );
      await process.order("join", joining);
      await this.#untilConnected(joining.map(({ peer }) => peer));
    }
    await this.settle(15_000);
  }

  /** A new call of two, known to the crowd, that nobody has joined yet. */
  async createCall(): Promise<CrowdCall> {
    const api = createApiClient(this.#origin);
    const { callId, code, joinToken } = await insist((idempotencyKey) => api.create({ initiator_telegram_id: "1" }, { idempotencyKey }));
    const resolved = await insist((idempotencyKey) => api.resolve(code, { idempotencyKey }));
    const number = this.calls.length + 1;
    const call = { callId, peers: [`a${number}`, `b${number}`], tokens: [joinToken, resolved.joinToken] };
    this.calls.push(call);
    return call;
  }

  async load(perSecond: number, bytes = 100): Promise<void> {
    await this.#each((process) => process.order("load", perSecond, bytes));
  }

  async views(): Promise<readonly PeerView[]> {
    return (await this.#each((process) => process.order("views"))).flat();
  }

  async events(): Promise<readonly PeerEvent[]> {
    const events = (await this.#each((process) => process.order("events"))).flat();
    return events.toSorted((a, b) => a.atMs - b.atMs);
  }

  async latencies(): Promise<readonly number[]> {
    const latencies = (await this.#each((process) => process.order("latencies"))).flat();
    return latencies.toSorted((a, b) => a - b);
  }

  /** The accounts of all messages so far. */
  async delivered(): Promise<Delivered> {
    const living = new Set((await this.views()).filter(({ phase }) => phase !== "ended").map(({ peerId, epoch }) => `${peerId}.${epoch}`));
    const ledgers = (await this.#each((process) => process.order("ledgers"))).flat();
    return settleAccounts(ledgers, (stream) => stream.split(">").every((end) => living.has(end)));
  }

  /** Waits until all members of each call have each other at one revision; answers how long it took, or throws what is left. */
  async settle(withinMs: number): Promise<number> {
    return await until(async () => findDisagreements(await this.views()), withinMs, "the rosters do not converge");
  }

  /** Waits until every accepted message between living peers was applied. */
  async deliver(withinMs: number): Promise<number> {
    const missing = async (): Promise<readonly string[]> => {
      const { lost } = await this.delivered();
      return lost === 0 ? [] : [`${lost} messages`];
    };
    return await until(missing, withinMs, "accepted messages are not applied");
  }

  async rosterBreaches(): Promise<readonly string[]> {
    return findRosterBreaches(await this.events());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.processes.map((process) => process[Symbol.asyncDispose]()));
  }

  async #untilConnected(peers: readonly string[]): Promise<void> {
    const names = new Set(peers);
    const missing = async (): Promise<readonly string[]> =>
      (await this.views())
        .filter(({ peer, phase }) => names.has(peer) && phase !== "connected")
        .map(({ peer, phase }) => `${peer} is ${phase}`);
    await until(missing, 30_000, "not everybody is connected");
  }

  #each<T>(run: (process: PeerProcess) => Promise<T>): Promise<T[]> {
    return Promise.all(this.processes.filter(({ isRunning }) => isRunning).map(run));
  }
}

const pollMs = 50;
const patience = 10;

/** Repeats a request under one key while the store is said to be away, as whoever starts on a busy machine must. */
async function insist<T>(request: (idempotencyKey: string) => Promise<T>): Promise<T> {
  const key = randomUUID();
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await request(key);
    } catch (error) {
      const isAway = error instanceof Problem && error.code === "store_unavailable";
      if (!isAway || attempt === patience) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 100 * attempt));
    }
  }
}

async function until(problems: () => Promise<readonly string[]>, withinMs: number, what: string): Promise<number> {
  const startedAtMs = performance.now();
  for (;;) {
    const left = await problems();
    const tookMs = performance.now() - startedAtMs;
    if (left.length === 0) return tookMs;
    if (tookMs > withinMs) throw new Error(`${what} in ${withinMs} ms: ${left.slice(0, 5).join("; ")} (${left.length})`);
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}

async function inGroups<T>(count: number, size: number, make: () => Promise<T>): Promise<T[]> {
  const made: T[] = [];
  while (made.length < count) made.push(...(await Promise.all(Array.from({ length: Math.min(size, count - made.length) }, make))));
  return made;
}
