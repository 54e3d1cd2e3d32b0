import { parser } from "@prometheus-io/lezer-promql";

/** `metric{label="value"}` within a query, and where it stands. */
export interface Selector {
  readonly metric: string;
  readonly matchers: readonly Matcher[];
  /** Whether samples of some time are asked for, not the last alone. */
  readonly isRange: boolean;
  /** Where another matcher may be put, and what then parts it from its neighbours. */
  readonly opening: { readonly at: number; readonly isBraced: boolean };
}

export interface Matcher {
  readonly label: string;
  readonly operator: "=" | "!=" | "=~" | "!~";
  readonly value: string;
}

/** All selectors of a query in their order; throws where Prometheus would not understand it. */
export function selectorsOf(query: string): readonly Selector[] {
  const text = withoutVariables(query);
  const selectors: Selector[] = [];
  parser.parse(text).iterate({
    enter({ type, node, from, to }) {
      if (type.isError) throw new Error(`not PromQL from character ${from} on: ${query}`);
      if (type.name !== "VectorSelector") return;
      const name = node.getChild("Identifier");
      const braces = node.getChild("LabelMatchers");
      if (name === null) throw new Error(`a selector without a metric: ${text.slice(from, to)}`);
      selectors.push({
        metric: query.slice(name.from, name.to),
        matchers: (braces?.getChildren("UnquotedLabelMatcher") ?? []).map((each) => matcherOf(query.slice(each.from, each.to))),
        isRange: node.parent?.name === "MatrixSelector",
        opening: braces === null ? { at: name.to, isBraced: false } : { at: braces.from + 1, isBraced: true },
      });
    },
  });
  return selectors;
}

/** Grafana's ranges, such as `$__rate_interval`, as durations of the same length. */
const withoutVariables = (query: string): string => query.replace(/\$__\w+/g, (variable) => "1m".padStart(variable.length, "0"));

function matcherOf(text: string): Matcher {
  const [, label = "", operator = "", value = ""] = /^(\w+)\s*(=~|!~|!=|=)\s*(.*)$/.exec(text) ?? [];
  return { label, operator: operator as Matcher["operator"], value: JSON.parse(value) };
}
