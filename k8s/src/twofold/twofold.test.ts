import { describe, expect, test } from "vitest";
import {
  all,
  because,
  each,
  fileContent,
  firstOf,
  isAbove,
  lineEach,
  lines,
  linesWhen,
  not,
  release,
  splice,
  sum,
  text,
  union,
  when,
} from "./index.ts";
import { evaluate, print, tiny } from "./testing/tiny-chart.ts";

/** What a tree prints, and what it is under some values. */
const cases: readonly [name: string, tree: unknown, printed: string, values: Record<string, unknown>, value: unknown][] = [
  ["a text is quoted", { a: tiny.motd }, "a: {{ .Values.motd | quote }}", { motd: "1e5" }, { a: "1e5" }],
  ["a flag is not", { a: tiny.isOn }, "a: {{ .Values.isOn }}", { isOn: false }, { a: false }],
  ["a small number stands as it is", { a: tiny.small }, "a: {{ .Values.small }}", { small: 0 }, { a: 0 }],
  ["a number that Go may take for a float is made whole", { a: tiny.big }, "a: {{ int64 .Values.big }}", {}, { a: 5_000_000 }],
  [
    "a text may hold expressions",
    { a: text`${tiny.name}:${tiny.big}` },
    'a: "{{ .Values.name }}:{{ int64 .Values.big }}"',
    {},
    { a: "web:5000000" },
  ],
  ["a name with a word behind it needs no quotes", { a: text`${release.name}-api` }, "a: {{ .Release.Name }}-api", {}, { a: "rel-api" }],
  ["foreign braces are handed on", { a: "{{ $labels.pod }}" }, 'a: "{{ "{{" }} $labels.pod {{ "}}" }}"', {}, { a: "{{ $labels.pod }}" }],
  ["a constant that looks like another type keeps its own", { a: "yes" }, 'a: "yes"', {}, { a: "yes" }],
  [
    "data stands verbatim, and its key goes when it is empty",
    { b: 1, a: tiny.affinity },
    "b: 1\n  {{- with .Values.affinity }}\n  a:\n    {{- toYaml . | nindent 4 }}\n  {{- end }}",
    {},
    { b: 1 },
  ],
  [
    "a condition takes the key along",
    { b: 1, a: when(tiny.isOn, 2) },
    "b: 1\n  {{- if .Values.isOn }}\n  a: 2\n  {{- end }}",
    { isOn: false },
    { b: 1 },
  ],
  [
    "an alternative takes its place",
    { a: when(not(tiny.isOn), 1, 2) },
    "{{- if not .Values.isOn }}\n  a: 1\n  {{- else }}\n  a: 2\n  {{- end }}",
    {},
    { a: 2 },
  ],
  [
    "neighbours under one condition share it",
    { c: 3, a: when(tiny.isOn, 1), b: when(tiny.isOn, 2) },
    "c: 3\n  {{- if .Values.isOn }}\n  a: 1\n  b: 2\n  {{- end }}",
    {},
    { a: 1, b: 2, c: 3 },
  ],
  [
    "a container of which nothing is left goes",
    { b: 1, a: [when(tiny.isOn, "x")] },
    "b: 1\n  {{- if .Values.isOn }}\n  a:\n    - x\n  {{- end }}",
    { isOn: false },
    { b: 1 },
  ],
  ["an empty container that is meant stays", { a: [], b: {} }, "a: []\n  b: {}", {}, { a: [], b: {} }],
  [
    "a list may hold the user's items",
    { a: ["x", splice(tiny.words)] },
    "a:\n    - x\n    {{- with .Values.words }}\n    {{- toYaml . | nindent 4 }}\n    {{- end }}",
    { words: ["y"] },
    { a: ["x", "y"] },
  ],
  [
    "a map may hold the user's entries",
    { a: union({ x: "1" }, tiny.labels) },
    'a:\n    x: "1"\n    {{- with .Values.labels }}\n    {{- toYaml . | nindent 4 }}\n    {{- end }}',
    { labels: { y: "2" } },
    { a: { x: "1", y: "2" } },
  ],
  [
    "a loop reaches the root by $",
    { b: 1, a: [each(tiny.hosts, "it", (it) => ({ name: it.host, at: tiny.small }))] },
    "b: 1\n  {{- if .Values.hosts }}\n  a:\n    {{- range $it := .Values.hosts }}\n    - name: {{ $it.host | quote }}\n      at: {{ $.Values.small }}\n    {{- end }}\n  {{- end }}",
    { hosts: [{ host: "h", port: 1 }] },
    { b: 1, a: [{ name: "h", at: 3 }] },
  ],
  [
    "an item begins with a key that is always there",
    { a: [{ x: when(tiny.isOn, 1), z: 2 }] },
    "a:\n    - z: 2\n      {{- if .Values.isOn }}\n      x: 1\n      {{- end }}",
    {},
    { a: [{ x: 1, z: 2 }] },
  ],
  [
    "a file of many lines may have conditions and loops",
    {
      a: lines(
        "one",
        linesWhen(tiny.isOn, text`two ${tiny.small}`),
        lineEach(tiny.words, "word", (word) => text`- ${word}`),
      ),
    },
    "a: |\n    one\n    {{- if .Values.isOn }}\n    two {{ .Values.small }}\n    {{- end }}\n    {{- range $word := .Values.words }}\n    - {{ $word }}\n    {{- end }}",
    { words: ["w"] },
    { a: "one\ntwo 3\n- w\n" },
  ],
  ["a file of the chart keeps its lines", { a: fileContent("x") }, 'a: |\n    {{- .Files.Get "x" | nindent 4 }}', {}, { a: "a file\n" }],
  [
    "sums and comparisons are of whole numbers",
    { a: sum(tiny.big, 5), b: when(isAbove(tiny.big, 4), 1) },
    "a: {{ add (int64 .Values.big) 5 }}\n  {{- if gt (int64 .Values.big) 4 }}\n  b: 1\n  {{- end }}",
    {},
    { a: 5_000_005, b: 1 },
  ],
  [
    "the first that is not empty counts",
    { a: firstOf(tiny.motd, release.name) },
    "a: {{ .Values.motd | default .Release.Name | quote }}",
    {},
    { a: "rel" },
  ],
  [
    "all conditions have to hold",
    { b: 1, a: when(all(tiny.isOn, tiny.words), 1) },
    "b: 1\n  {{- if and .Values.isOn .Values.words }}\n  a: 1\n  {{- end }}",
    {},
    { b: 1 },
  ],
  [
    "a reason stands above its key, and changes nothing",
    {
      b: because("It must.", 1),
      c: [because("{{ So }}.", { a: 1 }), because("Always.", when(tiny.isOn, "x"))],
      d: union({ e: 1 }, because("Why.", { f: 2 })),
    },
    '# It must.\n  b: 1\n  c:\n    # {{ "{{" }} So {{ "}}" }}.\n    - a: 1\n    # Always.\n    {{- if .Values.isOn }}\n    - x\n    {{- end }}\n  d:\n    e: 1\n    # Why.\n    f: 2',
    { isOn: false },
    { b: 1, c: [{ a: 1 }], d: { e: 1, f: 2 } },
  ],
  [
    "an item does not begin with a reason",
    { a: [{ x: because("Why.", 1), z: 2 }] },
    "a:\n    - z: 2\n      # Why.\n      x: 1",
    {},
    { a: [{ x: 1, z: 2 }] },
  ],
  [
    "a list of the user's instead of the chart's stands below the same key",
    { a: when(tiny.words, tiny.words, ["x"]) },
    "a:\n    {{- if .Values.words }}\n    {{- toYaml .Values.words | nindent 4 }}\n    {{- else }}\n    - x\n    {{- end }}",
    { words: ["y"] },
    { a: ["y"] },
  ],
];

describe("a tree", () => {
  test.each(cases)("%s", (_name, tree, printed, values, value) => {
    expect(print(tree)).toBe(printed);
    expect(evaluate(tree, values)).toEqual(value);
  });

  test("whose list item may lose every key cannot be printed", () => {
    expect(() => print({ a: [{ x: when(tiny.isOn, 1) }] })).toThrow("a key that is always there");
  });
});
