import type { Row } from "../../dashboard.ts";
import { lines } from "../../panels/lines.ts";

export const server: Row = {
  question: "How full is it? (from redis_exporter)",
  panels: [
    lines({
      title: "Memory",
      about: "At `maxmemory` Redis refuses writes, and nobody can create or join; raise it long before.",
      unit: "bytes",
      queries: { used: "max by (pod) (redis_memory_used_bytes)", maxmemory: "max by (pod) (redis_memory_max_bytes)" },
      width: 8,
    }),
    lines({
      title: "Clients",
      about: "A few for each process; a steady rise is a leak.",
      unit: "short",
      queries: { connected: "sum(redis_connected_clients)", blocked: "sum(redis_blocked_clients)" },
      width: 8,
    }),
    lines({
      title: "Keys",
      about: "Every key expires; those without an end of life should be none.",
      unit: "short",
      queries: { all: "sum(redis_db_keys)", expiring: "sum(redis_db_keys_expiring)" },
      width: 8,
    }),
  ],
};
