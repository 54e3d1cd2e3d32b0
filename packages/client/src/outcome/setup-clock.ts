import { type PhaseReport, type SetupPhase, setupPhases } from "@tgcall/protocol";

interface Span {
  readonly startedAtMs: number;
  readonly endedAtMs?: number;
}

/** When each phase of setting up began and ended; the first time of each counts. */
export class SetupClock {
  readonly #now: () => number;
  readonly #spans = new Map<SetupPhase, Span>();

  constructor(now: () => number) {
    this.#now = now;
  }

  add(name: SetupPhase, span: Required<Span>): void {
    this.#spans.set(name, span);
  }

  begin(name: SetupPhase): void {
    if (!this.#spans.has(name)) this.#spans.set(name, { startedAtMs: this.#now() });
  }

  finish(name: SetupPhase): void {
    const span = this.#spans.get(name);
    if (span !== undefined && span.endedAtMs === undefined) this.#spans.set(name, { ...span, endedAtMs: this.#now() });
  }

  hasBegun(name: SetupPhase): boolean {
    return this.#spans.has(name);
  }

  /** How long since the phase began; none when it did not. */
  sinceMs(name: SetupPhase): number {
    return this.#now() - (this.#spans.get(name)?.startedAtMs ?? this.#now());
  }

  /** How long ago the first phase began, and those that ended, in order. */
  report(): { readonly ageMs: number; readonly phases: readonly PhaseReport[] } {
    const beganAtMs = Math.min(...[...this.#spans.values()].map(({ startedAtMs }) => startedAtMs), this.#now());
    const phases = setupPhases.flatMap((name) => {
      const { startedAtMs, endedAtMs } = this.#spans.get(name) ?? {};
      if (startedAtMs === undefined || endedAtMs === undefined) return [];
      return [{ name, startMs: Math.round(startedAtMs - beganAtMs), durationMs: Math.round(endedAtMs - startedAtMs) }];
    });
    return { ageMs: Math.round(this.#now() - beganAtMs), phases };
  }
}
