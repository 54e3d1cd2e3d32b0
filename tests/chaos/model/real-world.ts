import type { Crowd, CrowdCall } from "../headless/crowd.ts";
import type { PeerProcess } from "../headless/peer-process.ts";
import { recovery } from "../support/recovery.ts";
import { askRedis } from "../support/redis.ts";
import type { RedisGate } from "../support/redis-gate.ts";
import type { System } from "../support/system.ts";
import type { Command } from "./commands.ts";

/** Quiet times of the fake clock, in a sixtieth: real runs have real delays besides. */
const quietShare = 1 / 60;
const burst = 5;
const calmMs = 7_000;
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The same stories for real processes: one call a story, whose faults hit the calls of all stories so far. */
export class RealWorld {
  readonly #system: System;
  readonly #gate: RedisGate;
  readonly #redisPort: number;
  readonly #crowd: Crowd;
  readonly #stopped = new Set<number>();
  readonly #inside = new Set<string>();

  constructor(parts: { readonly system: System; readonly gate: RedisGate; readonly redisPort: number; readonly crowd: Crowd }) {
    this.#system = parts.system;
    this.#gate = parts.gate;
    this.#redisPort = parts.redisPort;
    this.#crowd = parts.crowd;
  }

  async tell(story: readonly Command[]): Promise<void> {
    await this.#repair();
    const call = await this.#crowd.createCall();
    for (const ordinal of [0, 1]) await this.#join(call, ordinal);
    for (const command of story) {
      await this.#play(call, command);
      await wait(command.quietMs * quietShare);
    }
  }

  /** Everything is there again, for long enough to find each other. */
  async calm(): Promise<void> {
    await this.#repair();
    await wait(calmMs);
  }

  async #repair(): Promise<void> {
    await this.#gate.set("open");
    for (const index of [...this.#stopped]) this.#continue(index);
    await recovery(this.#system, Date.now());
  }

  async #play(call: CrowdCall, { do: what, which }: Command): Promise<void> {
    const ordinal = which % 2;
    switch (what) {
      case "join":
        return await this.#join(call, ordinal);
      case "send":
        for (let count = 0; count < burst; count += 1) await this.#tell(call, ordinal, "say");
        return;
      case "resume":
      case "silence":
        return await this.#tell(call, ordinal, "cut");
      case "reload":
        return await this.#tell(call, ordinal, "reload");
      case "leave":
      case "vanish":
        await this.#tell(call, ordinal, what);
        this.#inside.delete(call.peers[ordinal] ?? "");
        return;
      case "partition":
        return await this.#gate.set("away");
      case "heal":
        return await this.#gate.set("open");
      case "flush":
        return await this.#flush();
      default:
        return await this.#hit(what, ordinal);
    }
  }

  async #hit(what: "kill" | "stop" | "continue" | "wait", index: number): Promise<void> {
    if (what === "continue") this.#continue(index);
    if (what === "stop" && this.#stopped.size === 0) {
      this.#stopped.add(index);
      this.#system.signal(index).kill("SIGSTOP");
    }
    if (what !== "kill" || this.#stopped.has(1 - index)) return;
    this.#stopped.delete(index);
    await this.#system.signal(index).end("SIGKILL");
    // A new process is not ready before it has met its store.
    await this.#gate.set("open");
    await this.#system.signal(index).restart();
  }

  #continue(index: number): void {
    if (this.#stopped.delete(index)) this.#system.signal(index).kill("SIGCONT");
  }

  async #flush(): Promise<void> {
    await this.calm();
    await askRedis(this.#redisPort, "FLUSHALL");
    await wait(calmMs);
  }

  async #join(call: CrowdCall, ordinal: number): Promise<void> {
    const peer = call.peers[ordinal] ?? "";
    if (this.#inside.has(peer)) return;
    this.#inside.add(peer);
    await this.#processOf(ordinal).order("join", [{ peer, origin: this.#system.origin, token: call.tokens[ordinal] ?? "" }]);
  }

  async #tell(call: CrowdCall, ordinal: number, order: "say" | "cut" | "reload" | "leave" | "vanish"): Promise<void> {
    const peer = call.peers[ordinal] ?? "";
    if (this.#inside.has(peer)) await this.#processOf(ordinal).order(order, [peer]);
  }

  #processOf(ordinal: number): PeerProcess {
    const process = this.#crowd.processes[ordinal];
    if (process === undefined) throw new Error(`there is no process ${ordinal}`);
    return process;
  }
}
