import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const startMs = 20_000;
const stopMs = 10_000;

/** A program other than Node's that a test has started. */
export interface RunningProgram extends AsyncDisposable {
  readonly pid: number;
  /** Everything that it wrote, on both streams. */
  readonly output: () => string;
  kill(signal: NodeJS.Signals): void;
  /** Its exit code, once it has one. */
  readonly exited: Promise<number | null>;
}

/** Starts a program with nothing of this process's environment but PATH, and waits until `isReady`. */
export async function startProgram(
  [command = "", ...words]: readonly string[],
  env: Readonly<Record<string, string>>,
  isReady: (output: string) => Promise<boolean> | boolean,
): Promise<RunningProgram> {
  const child = spawn(command, words, { cwd: root, env: { PATH: process.env["PATH"], ...env }, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text: string) => (output = `${output}${text}`));
  const exited = once(child, "exit").then(([code]) => code as number | null);
  const hasEnded = (): boolean => child.exitCode !== null || child.signalCode !== null;

  const dispose = async (): Promise<void> => {
    if (hasEnded()) return;
    child.kill("SIGTERM");
    const cut = setTimeout(() => child.kill("SIGKILL"), stopMs);
    await exited;
    clearTimeout(cut);
  };

  const deadline = Date.now() + startMs;
  while (!(await isReady(output))) {
    if (hasEnded() || Date.now() > deadline) {
      await dispose();
      throw new Error(`${command} ${words.join(" ")} did not start:\n${output}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { pid: child.pid ?? 0, output: () => output, kill: (signal) => void child.kill(signal), exited, [Symbol.asyncDispose]: dispose };
}
