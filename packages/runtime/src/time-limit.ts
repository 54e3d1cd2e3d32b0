/** Waits for `work` but no longer than `limitMs`, after which the work is left behind and its failure unheard. */
export async function withinLimit(work: () => Promise<void>, limitMs: number): Promise<"done" | "late"> {
  const late = Promise.withResolvers<"late">();
  const timer = setTimeout(() => late.resolve("late"), limitMs);
  try {
    return await Promise.race([work().then(() => "done" as const), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
