import { describe, expect, test } from "vitest";
import { selectorsOf } from "./parse.ts";
import { scope } from "./scope.ts";

describe("the selectors of a query", () => {
  test("are found wherever they stand, with their matchers", () => {
    const found = selectorsOf(
      'sum by (pod) (rate(a_total{result!="ok"}[$__rate_interval])) / on () group_left () absent(b{c=~"d|e",f="g"} == 1)',
    );

    expect(found.map(({ metric, matchers }) => ({ metric, matchers }))).toEqual([
      { metric: "a_total", matchers: [{ label: "result", operator: "!=", value: "ok" }] },
      {
        metric: "b",
        matchers: [
          { label: "c", operator: "=~", value: "d|e" },
          { label: "f", operator: "=", value: "g" },
        ],
      },
    ]);
  });

  test.each(["sum(", "rate(a[5m]", "a{b=c}", '{__name__="a"}'])("are not looked for in %s", (query) => {
    expect(() => selectorsOf(query)).toThrow();
  });
});

describe("a query of one namespace", () => {
  test.each([
    ["up", 'up{namespace="x"}'],
    ["up{}", 'up{namespace="x"}'],
    ['up{job="api"} offset 1h', 'up{namespace="x",job="api"} offset 1h'],
    ["rate(a_total[5m]) / rate(b_total[5m])", 'rate(a_total{namespace="x"}[5m]) / rate(b_total{namespace="x"}[5m])'],
    ["sum by (le) (rate(a_bucket[$__rate_interval]))", 'sum by (le) (rate(a_bucket{namespace="x"}[$__rate_interval]))'],
  ])("is %s with a matcher in every selector", (query, scoped) => {
    expect(scope(query, 'namespace="x"')).toBe(scoped);
  });
});
