import { once } from "node:events";
import { createServer, type Server } from "node:net";

// Below the ports that outgoing connections take (32768 and up on Linux): nobody takes one of these by chance.
const lowest = 13_000;
// Workers of Vitest run side by side; each has ports of its own.
const portsPerWorker = 1_900;
const workers = 10;
const maxTries = 100;

const first = lowest + (Number(process.env["VITEST_POOL_ID"] ?? 0) % workers) * portsPerWorker;
let next = Math.floor(Math.random() * portsPerWorker);

/** Consecutive ports that nobody listened on a moment ago, the next two behind them included. */
export async function freePorts(count: number): Promise<number[]> {
  for (let tries = 0; tries < maxTries; tries += 1) {
    const ports = take(count + 2);
    if (await areFree(ports)) return ports.slice(0, count);
  }
  throw new Error(`no ${count} free ports in a row`);
}

/** A port that nobody listened on a moment ago. */
export async function findFreePort(): Promise<number> {
  const [port = 0] = await freePorts(1);
  return port;
}

/** The next ports of this worker. */
function take(count: number): number[] {
  if (next + count > portsPerWorker) next = 0;
  const ports = Array.from({ length: count }, (_, index) => first + next + index);
  next += count;
  return ports;
}

async function areFree(ports: readonly number[]): Promise<boolean> {
  const servers = ports.map((port) => createServer().listen(port));
  const outcomes = await Promise.allSettled(servers.map((server) => once(server, "listening")));
  await Promise.all(servers.map(close));
  return outcomes.every(({ status }) => status === "fulfilled");
}

async function close(server: Server): Promise<void> {
  if (server.listening) await once(server.close(), "close");
}
