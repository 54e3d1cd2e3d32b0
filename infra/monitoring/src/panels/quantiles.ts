/** How long half of the events took at most, and all but one of a hundred, from a histogram. */
export const quantiles = (histogram: string, matchers = ""): Readonly<Record<string, string>> => {
  const of = (quantile: number): string =>
    `histogram_quantile(${quantile}, sum by (le) (rate(${histogram}_bucket${matchers}[$__rate_interval])))`;
  return { p50: of(0.5), p99: of(0.99) };
};
