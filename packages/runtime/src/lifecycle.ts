import { flushTraces } from "./flush-traces.ts";
import type { Logger } from "./logger.ts";
import { withinLimit } from "./time-limit.ts";

/** The part of `process` that a lifecycle uses. */
export interface ProcessHooks {
  on(event: string, listener: (reason: unknown) => void): unknown;
  off(event: string, listener: (reason: unknown) => void): unknown;
  exit(code: number): void;
}

type Step = () => Promise<void> | void;

/** How a process comes, goes, and what it does before it goes. */
export interface Lifecycle {
  /** `starting` until `ready` is called, `draining` from the first signal on. */
  readonly phase: "starting" | "ready" | "draining";
  ready(): void;
  /** Adds what is done once the process knows that it will be stopped, and serves on: at SIGUSR2. */
  onNotice(name: string, step: Step, limitMs?: number): void;
  /** Adds what hands work over to others; drain steps run first, in the order added. */
  onDrain(name: string, step: Step, limitMs?: number): void;
  /** Adds what closes something just opened; close steps run after all drain steps, the last added first. */
  onClose(name: string, step: Step, limitMs?: number): void;
  /** Drains, closes and exits, as a signal does; whoever calls later waits for the same end. */
  stop(exitCode?: number): Promise<void>;
}

/** Steps that take longer than `limitMs` (10 s) are left behind; `now` gives monotonic milliseconds. */
export interface LifecycleOptions {
  readonly log: Logger;
  readonly process: ProcessHooks;
  readonly limitMs?: number;
  readonly now?: () => number;
}

interface NamedStep {
  readonly name: string;
  readonly run: Step;
  readonly limitMs: number;
}

// One Ctrl-C comes more than once: from the terminal, from npm and from the script that started us.
const sameSignalMs = 1_000;
const flushLimitMs = 2_000;

/**
 * Stops in order on SIGTERM and SIGINT and exits 0; a second signal exits at once with 128 + its number. An exception that
 * nobody caught is logged and stops the process the same way, with 1.
 */
export function createLifecycle({ log, process, limitMs = 10_000, now = () => performance.now() }: LifecycleOptions): Lifecycle {
  let phase: Lifecycle["phase"] = "starting";
  let stopping: Promise<void> | undefined;
  let exitCode = 0;
  let signalledAt: number | undefined;
  const noticeSteps: NamedStep[] = [];
  const drainSteps: NamedStep[] = [];
  const closeSteps: NamedStep[] = [];

  const runStep = async ({ name, run, limitMs: stepLimitMs }: NamedStep): Promise<void> => {
    try {
      const outcome = await withinLimit(async () => run(), stepLimitMs);
      if (outcome === "late") log.warn("step took too long", { step: name, limitMs: stepLimitMs });
    } catch (error) {
      exitCode = 1;
      log.error("step failed", { step: name, error });
    }
  };

  const runAll = async (): Promise<void> => {
    phase = "draining";
    for (let step = drainSteps.shift(); step !== undefined; step = drainSteps.shift()) await runStep(step);
    for (let step = closeSteps.pop(); step !== undefined; step = closeSteps.pop()) await runStep(step);
    const flushed = await withinLimit(flushTraces, flushLimitMs).catch(() => "failed");
    log.info("stopped", flushed === "done" ? { exitCode } : { exitCode, traces: flushed });
    for (const [event, listener] of listeners) process.off(event, listener);
    process.exit(exitCode);
  };

  const stop = (code = 0): Promise<void> => {
    exitCode = Math.max(exitCode, code);
    stopping ??= runAll();
    return stopping;
  };

  const onSignal = (signal: "SIGTERM" | "SIGINT", number: number) => (): void => {
    const previous = signalledAt;
    signalledAt = now();
    if (previous === undefined) {
      log.info("stopping", { signal });
      void stop();
    } else if (signalledAt - previous > sameSignalMs) {
      log.warn("stopped at once", { signal });
      process.exit(128 + number);
    }
  };

  const onNotice = (): void => {
    if (phase !== "ready" || noticeSteps.length === 0) return;
    log.info("stopping soon");
    for (const step of noticeSteps.splice(0)) void runStep(step);
  };

  const onUncaught = (event: "uncaught exception" | "unhandled rejection") => (error: unknown) => {
    log.error(event, { error });
    void stop(1);
  };

  const listeners = new Map<string, (reason: unknown) => void>([
    ["SIGTERM", onSignal("SIGTERM", 15)],
    ["SIGINT", onSignal("SIGINT", 2)],
    ["SIGUSR2", onNotice],
    ["uncaughtException", onUncaught("uncaught exception")],
    ["unhandledRejection", onUncaught("unhandled rejection")],
  ]);
  for (const [event, listener] of listeners) process.on(event, listener);

  return {
    get phase() {
      return phase;
    },
    ready() {
      if (phase === "starting") phase = "ready";
    },
    onNotice(name, run, stepLimitMs = limitMs) {
      noticeSteps.push({ name, run, limitMs: stepLimitMs });
    },
    onDrain(name, run, stepLimitMs = limitMs) {
      drainSteps.push({ name, run, limitMs: stepLimitMs });
    },
    onClose(name, run, stepLimitMs = limitMs) {
      closeSteps.push({ name, run, limitMs: stepLimitMs });
    },
    stop,
  };
}
