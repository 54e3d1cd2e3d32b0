import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";

/** One command of the check. */
export interface Step {
  readonly name: string;
  readonly command: string;
  readonly words: readonly string[];
}

/** How a step ended; `output` is all that it printed. */
export interface Outcome {
  readonly step: Step;
  readonly isOk: boolean;
  readonly seconds: number;
  readonly output: string;
}

const limitMs = 120_000;

/** Runs the steps, `width` at a time, and reports each as it ends; answers all. */
export async function runSteps(steps: readonly Step[], width: number, report: (outcome: Outcome) => void): Promise<readonly Outcome[]> {
  const waiting = [...steps];
  const outcomes: Outcome[] = [];

  const work = async (): Promise<void> => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
      const outcome = await runStep(step);
      outcomes.push(outcome);
      report(outcome);
    }
  };
  await Promise.all(Array.from({ length: width }, work));
  return outcomes;
}

async function runStep(step: Step): Promise<Outcome> {
  const startedAt = performance.now();
  const child = spawn(step.command, step.words, { stdio: ["ignore", "pipe", "pipe"], timeout: limitMs });
  const ended = once(child, "close");
  try {
    const [printed, complained, [code]] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
    return { step, isOk: code === 0, seconds: secondsSince(startedAt), output: `${printed}${complained}` };
  } catch (error) {
    return { step, isOk: false, seconds: secondsSince(startedAt), output: String(error) };
  }
}

const secondsSince = (startedAt: number): number => (performance.now() - startedAt) / 1000;
