import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";

interface RunOptions {
  readonly input?: string | Uint8Array;
  readonly limitMs?: number;
  /** Whether to answer what it wrote to its standard error too. */
  readonly isVerbose?: boolean;
}

/** What the program printed; rejects with what it complained about when it fails, is missing or takes longer than `limitMs`. */
export async function run(
  program: string,
  words: readonly string[],
  { input, limitMs = 120_000, isVerbose = false }: RunOptions = {},
): Promise<string> {
  const child = spawn(program, words, { stdio: ["pipe", "pipe", "pipe"] });
  const late = setTimeout(() => child.kill("SIGKILL"), limitMs);
  try {
    // A program that ends before it has read everything says why by itself.
    child.stdin.on("error", () => undefined);
    child.stdin.end(input);
    const [said, complained, [code, signal]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
    if (code === 0) return isVerbose ? said + complained : said;
    const ending = signal === null ? `failed with ${code}` : `did not end within ${limitMs / 1000} s`;
    throw new Error(`${program} ${words.join(" ")} ${ending}:\n${complained.trim() || said.trim()}`);
  } finally {
    clearTimeout(late);
  }
}
