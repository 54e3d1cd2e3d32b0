import { connectionOptions, credentials, openRedis, type RedisClients, type RedisClientsOptions } from "./redis-client.ts";
import { clusterClients } from "./redis-cluster.ts";
import { sentinelClients } from "./redis-sentinel.ts";
import type { RedisAddress, ServerAddress } from "./redis-url.ts";

/** How to make clients of an address. */
export function redisClients(address: RedisAddress, options: RedisClientsOptions): RedisClients {
  switch (address.kind) {
    case "server":
      return serverClients(address, options);
    case "sentinel":
      return sentinelClients(address, options);
    case "cluster":
      return clusterClients(address, options);
    default:
      return address satisfies never;
  }
}

function serverClients(address: ServerAddress, options: RedisClientsOptions): RedisClients {
  const opened: ReturnType<typeof openRedis>[] = [];
  const open = (purpose: string) => {
    const { host, port, db } = address;
    const one = openRedis({ ...connectionOptions(address, options, purpose), ...credentials(address), host, port, db }, options);
    opened.push(one);
    return one;
  };
  return {
    openCommands: open,
    openSubscriber: () => open("subscriber"),
    close() {
      for (const { client } of opened) client.disconnect();
    },
  };
}
