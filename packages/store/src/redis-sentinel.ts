import { connectionOptions, credentials, openRedis, type RedisClients, type RedisClientsOptions } from "./redis-client.ts";
import { commandTimeoutMs, retryDelay } from "./redis-client-options.ts";
import type { SentinelAddress } from "./redis-url.ts";
import type { StrictRedis } from "./strict-redis.ts";

/** Clients of the primary that Sentinels name; when they name another, all go there at once. */
export function sentinelClients(address: SentinelAddress, options: RedisClientsOptions): RedisClients {
  const opened: StrictRedis[] = [];
  const watchers = watchSentinels(address, options, () => {
    for (const client of opened) client.disconnect(true);
  });

  const open = (purpose: string) => {
    const { tls, ...common } = connectionOptions(address, options, purpose);
    const one = openRedis(
      {
        ...common,
        ...credentials(address),
        ...(tls === undefined ? {} : { tls, sentinelTLS: tls, enableTLSForSentinelMode: true }),
        ...(address.sentinelPassword === undefined ? {} : { sentinelPassword: address.sentinelPassword }),
        sentinels: address.sentinels.map((sentinel) => ({ ...sentinel })),
        name: address.masterName,
        db: address.db,
        sentinelRetryStrategy: retryDelay,
        sentinelCommandTimeout: commandTimeoutMs,
      },
      options,
    );
    opened.push(one.client);
    return one;
  };

  return {
    openCommands: open,
    openSubscriber: () => open("subscriber"),
    close() {
      for (const client of [...opened, ...watchers]) client.disconnect();
    },
  };
}

/**
 * Hears from every Sentinel when another primary takes over, however healthy connections to the old one look. ioredis could,
 * but would listen once for each client, and write its failures to stderr.
 */
const watchSentinels = (address: SentinelAddress, options: RedisClientsOptions, onSwitch: () => void): readonly StrictRedis[] =>
  address.sentinels.map((sentinel) => {
    const common = { ...connectionOptions(address, options, "sentinel"), ...sentinel };
    const access = credentials({ username: undefined, password: address.sentinelPassword });
    const { client } = openRedis({ ...common, ...access, retryStrategy: (attempt) => retryDelay(attempt) * patience }, options);
    client.on("ready", () => client.subscribe(switchChannel).catch(() => client.disconnect(true)));
    client.on("message", (_channel: string, message: string) => {
      if (message.startsWith(`${address.masterName} `)) onSwitch();
    });
    return client;
  });

const switchChannel = "+switch-master";

/** A Sentinel that is away is tried so much more rarely than a Redis: the others are heard meanwhile. */
const patience = 10;
