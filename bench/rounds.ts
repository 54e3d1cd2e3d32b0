/** A way to run the same work; `measure` answers what one operation cost. */
export interface Variant {
  readonly name: string;
  measure(): Promise<number>;
}

export interface Comparison {
  /** Medians over the rounds, by the variants' names. */
  readonly medians: Readonly<Record<string, number>>;
  /** Of each variant to the first, round by round: median, least, greatest. */
  readonly ratios: Readonly<Record<string, { readonly median: number; readonly least: number; readonly greatest: number }>>;
}

/**
 * Measures the variants side by side, in turn and in the opposite order every other round, so that whatever else the machine
 * does hits all of them. The first round warms up and does not count.
 */
export async function compare(variants: readonly Variant[], rounds: number, say: (line: string) => void): Promise<Comparison> {
  const costs = new Map<string, number[]>(variants.map(({ name }) => [name, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const { name, measure } of round % 2 === 0 ? variants : variants.toReversed()) {
      const cost = await measure();
      if (round > 0) costs.get(name)?.push(cost);
      say(`${round === 0 ? "warm-up" : `round ${round}`} ${name}: ${cost.toPrecision(4)}`);
    }
  }
  const [first = []] = costs.values();
  const ratiosTo = (own: readonly number[]): number[] => own.map((cost, round) => cost / (first[round] ?? Number.NaN));
  const each = <T>(map: (own: readonly number[]) => T): Readonly<Record<string, T>> =>
    Object.fromEntries([...costs].map(([name, own]) => [name, map(own)]));
  return {
    medians: each(medianOf),
    ratios: each((own) => ({ median: medianOf(ratiosTo(own)), least: Math.min(...ratiosTo(own)), greatest: Math.max(...ratiosTo(own)) })),
  };
}

function medianOf(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return ((sorted[middle] ?? Number.NaN) + (sorted[sorted.length - 1 - middle] ?? Number.NaN)) / 2;
}
