import { once } from "node:events";
import { createServer, type Server } from "node:net";

// Below the ports that outgoing connections take (32768 and up on Linux): nobody takes one of these by chance.
const lowest = 23_000;
const highest = 32_000;
const maxTries = 100;

/** Consecutive ports that nobody listened on a moment ago, the next two behind them included. */
export async function freePorts(count: number): Promise<number[]> {
  for (let tries = 0; tries < maxTries; tries += 1) {
    const first = lowest + Math.floor(Math.random() * (highest - lowest));
    const ports = Array.from({ length: count + 2 }, (_, index) => first + index);
    if (await areFree(ports)) return ports.slice(0, count);
  }
  throw new Error(`no ${count} free ports in a row`);
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
