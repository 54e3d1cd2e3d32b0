import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { connect, createServer } from "node:net";
import { vi } from "vitest";

/** A Redis of a test's own. */
export interface TestRedis extends AsyncDisposable {
  readonly url: string;
  start(): Promise<void>;
  /** Ends the process; what it held is lost. */
  stop(): Promise<void>;
  /** Freezes the process: connections stay open, and nobody answers. */
  pause(): void;
}

/** Starts `redis-server` on a free port, without persistence; whoever starts it disposes of it. */
export async function startRedis(): Promise<TestRedis> {
  const port = await findFreePort();
  let child: ChildProcess | undefined;

  const redis: TestRedis = {
    url: `redis://127.0.0.1:${port}`,
    async start() {
      child = spawn("redis-server", ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--dir", "/tmp"], { stdio: "ignore" });
      await vi.waitFor(() => ping(port), { timeout: 10_000, interval: 20 });
    },
    async stop() {
      if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, "exit");
      child.kill("SIGKILL");
      await exited;
    },
    pause: () => void child?.kill("SIGSTOP"),
    [Symbol.asyncDispose]: () => redis.stop(),
  };
  await redis.start();
  return redis;
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no free port");
  return address.port;
}

async function ping(port: number): Promise<void> {
  const socket = connect(port, "127.0.0.1");
  try {
    socket.write("PING\r\n");
    const [answer] = await once(socket, "data", { signal: AbortSignal.timeout(500) });
    if (!String(answer).startsWith("+PONG")) throw new Error(`Redis says ${answer}`);
  } finally {
    socket.destroy();
  }
}
