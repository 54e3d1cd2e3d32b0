import { cpSync, mkdtempDisposableSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { chartFolder, parseManifests, render } from "./support/helm.ts";

/** What Helm says after an installation; `helm template` leaves it out, so it is rendered as an object. */
async function notesOf(values: string, settings: string): Promise<string> {
  using folder = mkdtempDisposableSync(join(tmpdir(), "chart-"));
  cpSync(chartFolder, folder.path, { recursive: true });
  const file = join(folder.path, "templates/NOTES.txt");
  writeFileSync(join(folder.path, "templates/_notes.tpl"), `{{ define "notes" }}${readFileSync(file, "utf8")}{{ end }}`);
  rmSync(file);
  writeFileSync(join(folder.path, "templates/notes.yaml"), 'kind: Notes\ntext: {{ include "notes" . | toJson }}\n');
  const words = ["--set", settings, "--show-only", "templates/notes.yaml"];
  const [notes] = parseManifests(await render({ chart: folder.path, values: `${chartFolder}/ci/${values}-values.yaml`, more: words }));
  return String(notes?.["text"]);
}

test.each([
  ["default", "", true],
  ["turn-only", "coturn.discoverExternalIp=false", true],
  ["default", "coturn.externalIp=203.0.113.7", false],
  ["default", "coturn.externalIps.node=203.0.113.7", false],
  ["turn-only", "", false],
  ["no-turn", "", false],
])("who installs %s with %s is warned of relays at private addresses: %s", async (values, settings, isWarned) => {
  expect((await notesOf(values, settings)).includes("nobody outside reaches a relay")).toBe(isWarned);
});
