import type { FailedTraces } from "./failed-traces.ts";
import type { RedisConnection } from "./redis-connection.ts";

/** Beside the pods' own channels, and no pod's: a pod's id is longer. */
const channel = "pod:all";

/** Over a Redis channel that all processes share; only those that listen have a connection for it. */
export function createRedisFailedTraces({ publish, openSubscriber }: RedisConnection): FailedTraces {
  return {
    tell: (traceId) => void publish(channel, traceId).catch(() => {}),
    hear(listener) {
      const subscriber = openSubscriber();
      subscriber.on("message", (_channel: string, traceId: string) => listener(traceId));
      subscriber.on("ready", () => void subscriber.subscribe(channel).catch(() => subscriber.disconnect(true)));
    },
  };
}
