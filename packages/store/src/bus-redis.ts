import type { Bus } from "./bus.ts";
import { decodeMessage, encodeEnvelope } from "./envelope-codec.ts";
import { type OnProbe, probeMessage } from "./hearing.ts";
import { type DropCause, Outbox } from "./outbox.ts";
import type { RedisConnection } from "./redis-connection.ts";
import { RedisInboxes } from "./redis-inboxes.ts";
import type { PodId } from "./roster.ts";

export interface RedisBusOptions {
  /** Hears how many envelopes were dropped, for a metric. */
  readonly onDropped?: (count: number, cause: DropCause) => void;
  /** How often the inbox is sent a probe. */
  readonly probeEveryMs?: number;
  /** Hears how each probe ended, for a metric. */
  readonly onProbe?: OnProbe;
}

/** A bus over Redis channels, one a pod: `pod:<podId>`. Scripts publish rosters into the same channels. */
export function createRedisBus(
  redis: RedisConnection,
  { onDropped = () => {}, onProbe = () => {}, probeEveryMs = 3_000 }: RedisBusOptions = {},
): Bus {
  const { clock } = redis;
  const outbox = new Outbox({ publish: (pod, message) => redis.publish(channelOf(pod), message), onDropped });
  const inboxes = new RedisInboxes({
    openSubscriber: redis.openSubscriber,
    probe: (channel) => redis.publish(channel, probeMessage),
    probeEveryMs,
    onProbe,
  });
  // What cut off the commands may have cut off the subscriber without a sign.
  const stopChecking = redis.onRecovered(() => inboxes.check());

  return {
    send(pod, envelope) {
      const record = encodeEnvelope(envelope, clock.now());
      if (envelope.type === "roster") outbox.sendAlone(pod, record);
      else outbox.send(pod, record);
    },

    open: (pod, deliver) =>
      inboxes.open(channelOf(pod), (message) => {
        if (!decodeMessage(message, (envelope, sentAtMs) => deliver(envelope, clock.since(sentAtMs)))) onDropped(1, "malformed");
      }),

    async close() {
      stopChecking();
      outbox.close();
      inboxes.close();
    },
  };
}

const channelOf = (pod: PodId): string => `pod:${pod}`;
