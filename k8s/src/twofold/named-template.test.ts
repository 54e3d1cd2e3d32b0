import { describe, expect, test } from "vitest";
import {
  all,
  checksum,
  each,
  evaluateManifests,
  integer,
  json,
  lines,
  named,
  namedCondition,
  namedTree,
  printTemplates,
  records,
  release,
  string,
  Templates,
  text,
  textTemplate,
  treeTemplate,
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

describe("a template that is told more than the root", () => {
  const host = records("hosts", { host: string("a host", ""), port: integer("a port", 80, { max: 65_535 }) });
  const address = textTemplate(
    "tiny.address",
    "Where it is",
    { of: host.item, end: string("", "") },
    ({ of, end }) => text`${of.host}:${of.port}${end}@${release.name}`,
  );
  const list = treeTemplate<Record<string, unknown>, { hosts: typeof host }>("tiny.list", "All of them", { hosts: host }, ({ hosts }) => ({
    of: release.name,
    all: [each(hosts, "it", (it) => ({ name: it.host, in: release.name, of: tiny.name, first: hosts }))],
  }));

  test("is defined once, and called with what it is told", () => {
    const templates = new Templates();
    const tree = { a: [each(tiny.hosts, "it", (it) => ({ at: address({ of: it, end: "/" }) }))], b: list({ hosts: tiny.hosts }) };
    const file = printTemplates(programOf(tree), templates).get("thing.yaml");
    const helpers = templates.print().get("_helpers.tpl");

    expect(file).toContain('- at: {{ include "tiny.address" (dict "root" $ "of" $it "end" "/") | quote }}');
    expect(file).toContain('{{- include "tiny.list" (dict "root" . "hosts" .Values.hosts) | nindent 4 }}');
    expect(helpers).toContain("{{ .of.host }}:{{ .of.port }}{{ .end }}@{{ .root.Release.Name }}");
    expect(helpers).toContain("{{- range $it := .hosts }}");
    expect(helpers).toContain("in: {{ $.root.Release.Name | quote }}\n    of: {{ $.root.Values.name | quote }}\n    {{- with $.hosts }}");
  });

  test("means for each what it was told there", () => {
    const hosts = [
      { host: "a", port: 1 },
      { host: "b", port: 2 },
    ];
    const tree = { a: [each(tiny.hosts, "it", (it) => ({ at: address({ of: it, end: "/" }) }))], b: list({ hosts: tiny.hosts }) };

    expect(evaluate(tree, { hosts })).toEqual({
      a: [{ at: "a:1/@rel" }, { at: "b:2/@rel" }],
      b: { of: "rel", all: hosts.map(({ host: name }) => ({ name, in: "rel", of: "web", first: hosts })) },
    });
  });
});
