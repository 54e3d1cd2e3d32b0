import { createHash } from "node:crypto";
import type { Server } from "node:http";
import type { Tokens } from "@tgcall/auth";
import { Problem } from "@tgcall/protocol";
import { type Metrics, silentLogger } from "@tgcall/runtime";
import { createSignalServer, type Signal, startSignal } from "@tgcall/signal";
import type { Deliver, PodId, Stores } from "@tgcall/store";
import { Link } from "./link.ts";

const nothing = { inc() {}, set() {}, observe() {} };
const noMetrics = { counter: () => nothing, gauge: () => nothing, histogram: () => nothing } as unknown as Metrics;

/** One signal process of the model: the real service, whose every way out can be closed. */
export class ModelPod {
  readonly pod: PodId;
  readonly #stores: () => Stores;
  readonly #links = new Set<Link>();
  readonly #recoveries = new Set<() => void>();
  #signal: Signal | undefined;
  #server: Server | undefined;
  #deliver: Deliver = () => {};
  #mode: "running" | "stopped" | "dead" = "running";
  #isApart = false;
  #continued = Promise.withResolvers<void>();
  #inbox: (() => void)[] = [];

  private constructor(number: number, stores: () => Stores) {
    this.pod = createHash("sha1").update(String(number)).digest("hex").slice(0, 10) as PodId;
    this.#stores = stores;
  }

  static async start(number: number, stores: () => Stores, tokens: Tokens): Promise<ModelPod> {
    const pod = new ModelPod(number, stores);
    const signal = await startSignal({
      pod: pod.pod,
      stores: pod.#ports(),
      tokens,
      ice: { issue: () => ({ iceServers: [], iceExpiresAt: new Date(Date.now() + 600_000).toISOString() }) },
      log: silentLogger,
      metrics: noMetrics,
      allowsOrigin: () => true,
      now: Date.now,
    });
    pod.#signal = signal;
    pod.#server = createSignalServer("/ws", signal.handleUpgrade);
    return pod;
  }

  get isRunning(): boolean {
    return this.#mode === "running";
  }

  get isAlive(): boolean {
    return this.#mode !== "dead";
  }

  get isApart(): boolean {
    return this.#isApart;
  }

  connect(): Link {
    const link = new Link();
    this.#links.add(link);
    link.service.once("close", () => this.#links.delete(link));
    if (this.#mode === "stopped") link.hold();
    this.#server?.emit("connection", link.service);
    return link;
  }

  /** The store is new: this pod's inbox is opened in it. */
  async reopen(): Promise<void> {
    if (this.isAlive) await this.#openInbox();
  }

  stop(): void {
    if (!this.isRunning) return;
    this.#mode = "stopped";
    this.#continued = Promise.withResolvers();
    for (const link of this.#links) link.hold();
  }

  continue(): void {
    if (this.#mode !== "stopped") return;
    this.#mode = "running";
    this.#continued.resolve();
    for (const receive of this.#inbox.splice(0)) receive();
    for (const link of this.#links) link.release();
  }

  /** From now on the store is away for this pod alone. */
  part(): void {
    this.#isApart = true;
  }

  heal(): void {
    if (!this.#isApart) return;
    this.#isApart = false;
    for (const recovered of this.#recoveries) recovered();
  }

  async kill(): Promise<void> {
    if (!this.isAlive) return;
    this.#mode = "dead";
    for (const link of this.#links) {
      link.release();
      link.cut();
    }
    await this.#signal?.close();
    this.#server?.close();
  }

  async #pass<T>(run: () => Promise<T>): Promise<T> {
    if (this.#mode === "stopped") await this.#continued.promise;
    if (this.#mode === "dead") return await new Promise<T>(() => {});
    if (this.#isApart) throw new Problem("store_unavailable");
    return await run();
  }

  #ports() {
    const gated = <Port extends object>(pick: (stores: Stores) => Port): Port =>
      new Proxy({} as Port, {
        get:
          (_, name) =>
          (...words: readonly unknown[]) =>
            this.#pass(() => {
              const port = pick(this.#stores()) as Record<string | symbol, (...words: readonly unknown[]) => Promise<unknown>>;
              return Promise.resolve(port[name]?.(...words));
            }),
      });
    return {
      rosters: gated((stores) => stores.rosters),
      reaper: gated((stores) => stores.reaper),
      usedTokens: gated((stores) => stores.usedTokens),
      bus: {
        send: (...envelope: Parameters<Stores["bus"]["send"]>) => {
          if (this.isRunning && !this.#isApart) this.#stores().bus.send(...envelope);
        },
        open: async (_: PodId, deliver: Deliver) => {
          this.#deliver = deliver;
          await this.#openInbox();
        },
        close: async () => {},
      },
      onRecovered: (listener: () => void) => {
        this.#recoveries.add(listener);
        return () => this.#recoveries.delete(listener);
      },
    };
  }

  async #openInbox(): Promise<void> {
    await this.#stores().bus.open(this.pod, (envelope) => {
      if (this.#isApart || this.#mode === "dead") return;
      if (this.#mode === "stopped") this.#inbox.push(() => this.#deliver(envelope));
      else this.#deliver(envelope);
    });
  }
}
