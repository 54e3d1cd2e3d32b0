import { expect, test } from "vitest";
import { runSteps, type Step } from "./run-steps.ts";

const script = (name: string, code: string): Step => ({ name, command: process.execPath, words: ["--eval", code] });

test("every step runs, each is reported once, and what a failing one printed is kept", async () => {
  const reported: string[] = [];
  const steps = [
    script("good", "console.log('fine')"),
    script("bad", "console.log('a'); console.error('b'); process.exit(3)"),
    { name: "missing", command: "/nowhere/tool", words: [] },
    script("killed", "process.kill(process.pid, 'SIGKILL')"),
  ];

  const outcomes = await runSteps(steps, 2, ({ step }) => reported.push(step.name));

  expect(reported.toSorted()).toEqual(["bad", "good", "killed", "missing"]);
  const verdicts = Object.fromEntries(outcomes.map(({ step, isOk, output }) => [step.name, [isOk, output]]));
  expect(verdicts).toEqual({
    good: [true, "fine\n"],
    bad: [false, "a\nb\n"],
    missing: [false, expect.stringContaining("ENOENT")],
    killed: [false, ""],
  });
});
