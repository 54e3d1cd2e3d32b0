import { Problem } from "@tgcall/protocol";
import type { Logger } from "@tgcall/runtime";

/** Owns work that nobody waits for: its failure is logged under the task's name, never unhandled. */
export type Supervise = (task: string, work: Promise<unknown>) => void;

/** A store that is away is expected, seen in health and metrics, and worth no line for each task; anything else is a bug of ours. */
export const supervisor =
  (log: Logger): Supervise =>
  (task, work) => {
    work.catch((error: unknown) => {
      if (error instanceof Problem && error.code === "store_unavailable") log.debug("task waits for the store", { task });
      else log.error("task failed", { task, error });
    });
  };
