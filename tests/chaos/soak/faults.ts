import type { RedisServer } from "@tgcall/store/testing";
import type { Crowd } from "../headless/crowd.ts";
import { askRedis } from "../support/redis.ts";
import type { RedisGate } from "../support/redis-gate.ts";
import type { System } from "../support/system.ts";

/** What a fault may strike. */
export interface Target {
  readonly system: System;
  readonly gate: RedisGate;
  readonly redis: RedisServer;
  readonly crowd: Crowd;
}

interface Fault {
  readonly name: string;
  /** Strikes, and repairs it again. */
  readonly strike: (target: Target) => Promise<unknown>;
}

const rebuildMs = 8_000;
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Everything that a soak may do; the first process of each kind is spared. */
export const faults: readonly Fault[] = [
  { name: "kill -9 of a signal process", strike: ({ system }) => again(system.signals[1], "SIGKILL") },
  { name: "kill -9 of an api", strike: ({ system }) => again(system.apis[1], "SIGKILL") },
  { name: "SIGTERM of a signal process", strike: ({ system }) => again(system.signals[1], "SIGTERM") },
  {
    name: "kill -STOP of a signal process for 15 s",
    strike: async ({ system }) => {
      system.signals[1]?.kill("SIGSTOP");
      await wait(15_000);
      system.signals[1]?.kill("SIGCONT");
    },
  },
  {
    name: "kill -9 of Redis",
    strike: async ({ redis }) => {
      await redis.stop();
      await wait(1_000);
      await redis.start();
    },
  },
  {
    name: "Redis away for 10 s",
    strike: async ({ gate }) => {
      await gate.set("away");
      await wait(10_000);
      await gate.set("open");
    },
  },
  {
    name: "FLUSHALL",
    strike: async ({ redis }) => {
      await askRedis(redis.port, "FLUSHALL");
      await wait(rebuildMs);
    },
  },
  {
    name: "every second peer's connection cut",
    strike: async ({ crowd }) =>
      await crowd.processes[1]?.order(
        "cut",
        crowd.calls.map(({ peers }) => peers[1] ?? ""),
      ),
  },
];

async function again(service: System["signals"][number] | undefined, signal: NodeJS.Signals): Promise<void> {
  await service?.end(signal);
  await service?.restart();
}
