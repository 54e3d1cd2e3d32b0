/** What a scenario measured, and within which bounds it passes. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly atMost?: number;
  readonly atLeast?: number;
}

/** One row for each promise of a scenario. */
export class Figures {
  readonly #figures: Figure[] = [];

  get all(): readonly Figure[] {
    return this.#figures;
  }

  /** How many; passes at exactly none unless told otherwise. */
  count(name: string, value: number, bounds: { readonly atMost?: number; readonly atLeast?: number } = { atMost: 0 }): void {
    this.#figures.push({ name, value, unit: "", ...bounds });
  }

  ms(name: string, value: number, atMost?: number): void {
    this.#figures.push({ name, value: Math.round(value), unit: "ms", ...(atMost === undefined ? {} : { atMost }) });
  }

  mib(name: string, value: number, atMost?: number): void {
    this.#figures.push({ name, value: Math.round(value * 100) / 100, unit: "MiB", ...(atMost === undefined ? {} : { atMost }) });
  }

  /** Sentences about what is out of bounds. */
  get failures(): readonly string[] {
    return this.#figures.filter((figure) => !passes(figure)).map((figure) => `${figure.name}: ${describe(figure)}`);
  }
}

export const passes = ({ value, atMost = Number.POSITIVE_INFINITY, atLeast = Number.NEGATIVE_INFINITY }: Figure): boolean =>
  value <= atMost && value >= atLeast;

/** The value beside its bounds. */
export function describe({ value, unit, atMost, atLeast }: Figure): string {
  const bounds = [atMost === undefined ? [] : [`at most ${atMost}`], atLeast === undefined ? [] : [`at least ${atLeast}`]].flat();
  return [`${value}${unit === "" ? "" : ` ${unit}`}`, ...(bounds.length === 0 ? [] : [`(${bounds.join(", ")})`])].join(" ");
}

/** The smallest of `values` that `share` (0 to 1) of them do not exceed; 0 of none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}
