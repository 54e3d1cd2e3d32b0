import { Cluster, type Result } from "ioredis";
import type { RedisClient } from "./redis-client.ts";
import { sendDurably } from "./redis-durable.ts";
import { type OnCommand, timed } from "./redis-observer.ts";
import { translateRedisError } from "./redis-problem.ts";
import { type RedisScript, redisScripts } from "./redis-scripts.ts";

type Argument = string | number;

declare module "ioredis" {
  interface RedisCommander<Context> {
    [script: `tgcall:${string}`]: (keyCount: number, ...keysAndArguments: Argument[]) => Result<unknown, Context>;
  }
}

/** What is asked of Redis. Commands are sent once; what fails becomes `store_unavailable` within a second, and may or may not have had its effect. */
export interface RedisCommands {
  readonly client: RedisClient;
  /** Whether scripts of different keys, durable or not, take effect in the order in which they were sent. */
  readonly isOrdered: boolean;
  /** `name` is what the command is counted under. */
  ask<T>(name: string, send: (client: RedisClient) => Promise<T>): Promise<T>;
  /** Runs a script in one round trip. */
  run(script: RedisScript, keys: readonly string[], ...args: readonly Argument[]): Promise<unknown>;
  /** As `run`, but fails unless enough replicas hold the outcome: what is answered survives the loss of the primary. */
  runDurably(script: RedisScript, keys: readonly string[], ...args: readonly Argument[]): Promise<unknown>;
  /** A `SET` with these arguments, durable likewise. */
  setDurably(key: string, ...args: readonly Argument[]): Promise<unknown>;
  /** Messages of one sender to one channel keep their order. */
  publish(channel: string, message: string): Promise<unknown>;
}

/** Where durable writes go, and how many replicas must hold them. */
export interface DurableLane {
  readonly client: RedisClient;
  readonly minReplicas: number;
}

/** Commands through a client; without a lane of their own, durable writes are answered as soon as the primary has them. */
export function createRedisCommands(client: RedisClient, lane: DurableLane | undefined, onCommand: OnCommand = () => {}): RedisCommands {
  for (const { command, lua } of Object.values(redisScripts)) client.defineCommand(command, { lua });
  const isCluster = client instanceof Cluster;

  const ask: RedisCommands["ask"] = async (name, send) => {
    try {
      return await timed(name, onCommand, () => send(client));
    } catch (error) {
      throw translateRedisError(error);
    }
  };
  const run: RedisCommands["run"] = ({ name, command }, keys, ...args) =>
    ask(name, async () => client[command]?.(keys.length, ...keys, ...args));
  const setNow: RedisCommands["setDurably"] = (key, ...args) => ask("set", () => client.call("set", key, ...args));

  return {
    client,
    isOrdered: !isCluster && lane === undefined,
    ask,
    run,
    // Any node of a cluster takes a PUBLISH, each time another; a script goes to the one that owns its key.
    publish: (channel, message) =>
      ask("publish", () => (isCluster ? client.eval(publishLua, 1, channel, message) : client.publish(channel, message))),
    ...(lane === undefined ? { runDurably: run, setDurably: setNow } : durableCommands(ask, lane)),
  };
}

/** Durable writes carry their script: one that Redis had forgotten would be sent again after its confirmation. */
const durableCommands = (ask: RedisCommands["ask"], lane: DurableLane): Pick<RedisCommands, "runDurably" | "setDurably"> => ({
  runDurably: ({ name, lua }, keys, ...args) =>
    ask(name, () => sendDurably(lane, keys[0] ?? "", ["eval", lua, keys.length, ...keys, ...args])),
  setDurably: (key, ...args) => ask("set", () => sendDurably(lane, key, ["set", key, ...args])),
});

const publishLua = 'return redis.call("PUBLISH", KEYS[1], ARGV[1])';
