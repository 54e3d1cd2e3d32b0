import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** The repository. */
export const root = fileURLToPath(new URL("../../..", import.meta.url));
const startMs = 60_000;
const stopMs = 10_000;

export interface RunningProcess {
  readonly pid: number;
  /** Everything that it wrote, on both streams. */
  readonly output: () => string;
  kill(signal: NodeJS.Signals): void;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Starts a script of the repository as `npm` does, and waits until it answers at `readyUrl`. Ends it, hard if need be, when disposed. */
export async function startProcess(
  words: readonly string[],
  env: Readonly<Record<string, string>>,
  readyUrl: string,
): Promise<RunningProcess> {
  const child = spawn(process.execPath, [...words], { cwd: root, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text: string) => (output = `${output}${text}`));
  const exited = once(child, "exit");

  const dispose = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGTERM");
    const cut = setTimeout(() => child.kill("SIGKILL"), stopMs);
    await exited;
    clearTimeout(cut);
  };

  const failed = exited.then(([code]) => Promise.reject(new Error(`${words.join(" ")} exited with ${code}:\n${output}`)));
  failed.catch(() => {});
  try {
    await Promise.race([untilReady(readyUrl), failed]);
  } catch (error) {
    await dispose();
    throw new Error(`${words.join(" ")} did not start:\n${output}`, { cause: error });
  }
  return { pid: child.pid ?? 0, output: () => output, kill: (signal) => void child.kill(signal), [Symbol.asyncDispose]: dispose };
}

async function untilReady(url: string): Promise<void> {
  const deadline = Date.now() + startMs;
  for (;;) {
    const isReady = await fetch(url, { signal: AbortSignal.timeout(1_000) }).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady) return;
    if (Date.now() > deadline) throw new Error(`nothing answers at ${url}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
