import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { manifestsOf } from "@tgcall/k8s";
import { expect, test } from "vitest";
import { ensureK6 } from "../../scripts/test/k6.ts";
import { System } from "../chaos/support/system.ts";
import { at, listAt, listedAt } from "../chart/support/objects.ts";

const values = {
  domain: "call.example.com",
  config: { createAuth: "open" },
  turn: { provider: "none" },
  loadTest: { enabled: true, minutes: 5 },
};

const objects = manifestsOf(values).map(({ object }) => object);
const part = (kind: string): unknown =>
  objects.find((object) => at(object, "kind") === kind && String(at(object, "metadata", "name")).startsWith("tgcall-load"));

test("the script and the environment of the chart's Job load an installation", async () => {
  await using system = await System.start({ apis: 1, signals: 1 });
  const [container] = listAt(part("Job"), "spec", "template", "spec", "containers");
  const said = Object.fromEntries(listAt(container, "env").map(({ name, value }) => [name, value]));
  const folder = await mkdtemp(join(tmpdir(), "tgcall-load-job-"));
  await writeFile(join(folder, "load-test.js"), String(at(part("ConfigMap"), "data", "load-test.js")));

  // Elsewhere, and not for so long: the rest is the Job's own.
  const here = { ...said, URL: system.origin, WS_URL: `${system.origin.replace("http", "ws")}/ws`, MINUTES: "0.2" };
  const words = listedAt(container, "args").map((word) => String(word).replace("/load-test/", `${folder}/`));
  const k6 = spawn(ensureK6(process.env["PATH"] ?? ""), words, { cwd: folder, env: { ...process.env, ...here } });
  let output = "";
  for (const stream of [k6.stdout, k6.stderr]) stream.setEncoding("utf8").on("data", (text: string) => (output += text));
  await once(k6, "close");

  expect(output).toMatch(/ok +Messages applied/);
  expect(output).toMatch(/ok +Messages accepted and lost/);
  expect(said).toMatchObject({ SCENARIO: "smoke", MINUTES: "5", URL: "http://tgcall-api:3001", WS_URL: "ws://tgcall-signal:3002/ws" });
});
