import { expect, test } from "vitest";
import { beginEvaluation } from "./context.ts";
import { evaluateAddedObjects, group, manifests, printAddedObjects, Templates, valuesOf } from "./index.ts";
import { contextOf } from "./testing/tiny-chart.ts";

const { objects } = valuesOf(group("", { objects: manifests<object>("objects of the user") }));

const added = (object: object, values: Record<string, unknown> = {}): unknown =>
  evaluateAddedObjects(objects, beginEvaluation(contextOf({ ...values, objects: [object] })))[0];

test("objects of the user are templates to Helm", () => {
  expect(printAddedObjects(objects, new Templates().begin().scope)).toBe(
    "{{- range .Values.objects }}\n---\n{{ tpl (toYaml .) $ }}\n{{- end }}\n",
  );
});

test("they are as they are where they hold no template", () => {
  const object = { kind: "ConfigMap", data: { a: "yes", b: "1e3", c: "- x", d: "two\nlines\n" }, n: 5_000_000, is: true, none: null };

  expect(added(object)).toEqual(object);
});

test.each([
  ["{{ .Release.Name }}-x", "rel-x"],
  ["{{ $.Release.Namespace }}", "space"],
  ["{{.Chart.AppVersion}}", "1.0.0"],
  ["at {{ .Values.nested.level }}!", "at 7!"],
  ["a   {{- .Values.name -}}   b", "awebb"],
  ["{{ .Values.isOn }}", "true"],
  ["{{ .Values.nothing }}", ""],
])("of templates, %s is known", (text, expected) => {
  expect(added({ a: text }, { nested: { level: 7 } })).toEqual({ a: expected });
});

test.each([
  '{{ include "x" . }}',
  "{{ .Values.name | quote }}",
  "{{ if .Values.isOn }}",
  "{{ .Values.big }}",
  "{{ .Values.words }}",
  "{{ .Values.name.x }}",
  "{{ .Capabilities.KubeVersion }}",
])("%s is refused rather than guessed", (text) => {
  expect(() => added({ a: text })).toThrow(`${text} is rendered by Helm alone`);
});
