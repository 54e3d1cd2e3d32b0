import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { findFreePort } from "./free-ports.ts";

/** A real Redis of a test's own, on a port of its own, without persistence. */
export interface RedisServer extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  /** Kills the process; its data is lost. */
  stop(): Promise<void>;
  /** Starts it again on the same port, empty. */
  start(): Promise<void>;
  /** Freezes the process: connections stay, nobody answers. */
  pause(): void;
  resume(): void;
}

/** Starts `redis-server` with further arguments as on its command line, a file of settings first; it answers when this resolves. */
export async function startRedisServer(...args: readonly string[]): Promise<RedisServer> {
  const port = await findFreePort();
  const directory = await mkdtemp(join(tmpdir(), "tgcall-redis-"));
  let child: ChildProcess | undefined;
  const killChild = (): void => void child?.kill("SIGKILL");
  process.once("exit", killChild);

  const start = async (): Promise<void> => {
    const settings = ["--port", String(port), "--bind", "127.0.0.1", "--dir", directory, "--save", "", "--appendonly", "no"];
    const file = args.filter((arg, index) => index === 0 && !arg.startsWith("--"));
    child = spawn("redis-server", [...file, ...settings, ...args.slice(file.length)], { stdio: "ignore" });
    await untilAnswering(port, child);
  };

  const stop = async (): Promise<void> => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, "exit");
    child.kill("SIGKILL");
    await exited;
  };

  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    start,
    stop,
    pause: () => void child?.kill("SIGSTOP"),
    resume: () => void child?.kill("SIGCONT"),

    async [Symbol.asyncDispose]() {
      await stop();
      process.off("exit", killChild);
      await rm(directory, { recursive: true, force: true });
    },
  };
}

const startWithinMs = 10_000;
const probeEveryMs = 10;

async function untilAnswering(port: number, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + startWithinMs;
  while (!(await answersPing(port))) {
    if (child.exitCode !== null) throw new Error(`redis-server exited with ${child.exitCode}`);
    if (Date.now() > deadline) throw new Error("redis-server does not answer");
    await delay(probeEveryMs);
  }
}

const answersPing = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => socket.write("PING\r\n"));
    socket.once("data", (data) => {
      resolve(data.toString().startsWith("+PONG"));
      socket.destroy();
    });
    socket.once("error", () => resolve(false));
  });
