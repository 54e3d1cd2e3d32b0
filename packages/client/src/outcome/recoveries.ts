import type { EndReport, RecoveryReport, RecoveryResult, RecoveryRung } from "@tgcall/protocol";

/** Counts what this end does to bring media back. */
export class Recoveries {
  iceRestarts = 0;
  readonly #reports = new Map<string, RecoveryReport>();

  note(rung: RecoveryRung, result: RecoveryResult): void {
    const key = `${rung} ${result}`;
    this.#reports.set(key, { rung, result, count: (this.#reports.get(key)?.count ?? 0) + 1 });
  }

  report(): Pick<EndReport, "iceRestarts" | "recoveries"> {
    return { iceRestarts: this.iceRestarts, recoveries: [...this.#reports.values()] };
  }
}
