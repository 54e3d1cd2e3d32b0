import { expect, test } from "vitest";
import { evaluateManifests, fileContent, fromYaml, printTemplates, release, replace, Templates } from "./index.ts";
import { contextOf, programOf } from "./testing/tiny-chart.ts";

test("a file's YAML becomes data, with what is replaced in it, and keeps its braces", () => {
  const program = programOf({ b: 1, a: fromYaml(replace(fileContent("rules.yaml"), "WHERE", release.namespace)) });

  expect(printTemplates(program, new Templates()).get("thing.yaml")).toContain(
    '{{- with .Files.Get "rules.yaml" | replace "WHERE" .Release.Namespace | fromYaml }}\n  a:\n    {{- toYaml . | nindent 4 }}\n  {{- end }}',
  );
  expect(evaluateManifests(program, contextOf({}))[0]?.object["data"]).toEqual({ b: 1, a: { says: "{{ here }} in space" } });
});
