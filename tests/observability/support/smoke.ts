import { spawn } from "node:child_process";
import { once } from "node:events";

/** k6 says so where it ran to its end and an objective was missed, as one may be where a process is killed. */
const missedObjective = 99;

/** `npm run load -- smoke` on an installation, with its reports in `out`; ends early with `signal`. */
export async function playSmoke(origin: string, out: string, signal: AbortSignal): Promise<void> {
  const words = ["scripts/load.ts", "smoke", "--url", origin, "--out", out];
  const child = spawn(process.execPath, words, { stdio: ["ignore", "ignore", "pipe"] });
  signal.addEventListener("abort", () => child.kill("SIGINT"), { once: true });
  let complaints = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (complaints += text));
  const [code] = await once(child, "exit");
  if (code !== 0 && code !== missedObjective) throw new Error(`smoke ended with ${code}:\n${complaints}`);
}
