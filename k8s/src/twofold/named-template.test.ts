import { describe, expect, test } from "vitest";
import {
  all,
  checksum,
  evaluateManifests,
  json,
  lines,
  named,
  namedCondition,
  namedTree,
  printTemplates,
  release,
  Templates,
  text,
  variable,
  when,
} from "./index.ts";
import { contextOf, evaluate, print, programOf, tiny } from "./testing/tiny-chart.ts";

describe("a named template", () => {
  const full = named("tiny.full", "The name", text`${release.name}-${tiny.name}`);
  const labels = namedTree<Record<string, string>>("tiny.labels", "Labels", { app: full, is: when(tiny.isOn, "yes") });

  test("is defined once, however often it is used", () => {
    const templates = new Templates();
    const file = printTemplates(programOf({ a: full, b: labels, c: checksum(labels) }), templates).get("thing.yaml");

    expect(file).toContain('a: {{ include "tiny.full" . | quote }}');
    expect(file).toContain('  b:\n    {{- include "tiny.labels" . | nindent 4 }}');
    expect(file).toContain('c: {{ include "tiny.labels" . | fromYaml | toJson | sha256sum | quote }}');
    expect(templates.print().get("_helpers.tpl")).toBe(
      '{{/* The name */}}\n{{- define "tiny.full" -}}\n{{ .Release.Name }}-{{ .Values.name }}\n{{- end }}\n\n' +
        '{{/* Labels */}}\n{{- define "tiny.labels" -}}\napp: {{ include "tiny.full" . | quote }}\n{{- if .Values.isOn }}\nis: "yes"\n{{- end }}\n{{- end }}\n',
    );
  });

  test("keeps the last newline of a text at its end", () => {
    const config = namedTree<Record<string, string>>("tiny.config", "A file", { file: lines("one") });

    expect(print({ a: json(config) })).toBe('a: {{ include "tiny.config" . | printf "%s\\n" | fromYaml | toJson | quote }}');
    expect(evaluate({ a: json(config) }, {})).toEqual({ a: '{"file":"one\\n"}' });
  });

  test("may be a condition", () => {
    const isBoth = namedCondition("tiny.isBoth", "Whether both hold", all(tiny.isOn, tiny.words));
    const templates = new Templates();
    const file = printTemplates(programOf({ a: when(isBoth, 1), b: 2 }), templates).get("thing.yaml");

    expect(file).toContain('  {{- if include "tiny.isBoth" . }}\n  a: 1\n  {{- end }}');
    expect(templates.print().get("_helpers.tpl")).toContain("{{- if and .Values.isOn .Values.words }}true{{ end }}");
    expect(evaluate({ a: when(isBoth, 1), b: 2 }, { words: ["x"] })).toEqual({ a: 1, b: 2 });
    expect(evaluate({ a: when(isBoth, 1), b: 2 }, {})).toEqual({ b: 2 });
  });

  test("cannot mean two things", () => {
    const other = named("tiny.full", "Another", text`${release.name}`);

    expect(() => print({ a: full, b: other })).toThrow("two templates are named tiny.full");
  });
});

test("a variable of a file is made once, at its top", () => {
  let drawn = 0;
  const draw = variable("password", named("tiny.drawn", "Drawn", text`${release.name}`));
  const file = printTemplates(programOf({ a: draw, b: text`${draw}!` }), new Templates()).get("thing.yaml") ?? "";
  const context = { ...contextOf({}), random: () => `${++drawn}` };

  expect(file).toMatch(/^\{\{- \$password := include "tiny.drawn" \. }}\n/);
  expect(file.match(/include/g)).toHaveLength(1);
  expect(evaluateManifests(programOf({ a: draw, b: draw }), context)).toHaveLength(1);
});
