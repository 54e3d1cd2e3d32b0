import { spawn } from "node:child_process";
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, mkdtempDisposableSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { findFreePort } from "@tgcall/store/testing";
import { expect, test, vi } from "vitest";
import { environmentOf } from "./support/environment-of.ts";
import { chartFolder, type Manifest, parseManifests, render } from "./support/helm.ts";
import { at, listAt, ofKind, workloadPods } from "./support/objects.ts";

/** Lays out the scripts as the pod's volume would. */
function mountScripts(objects: readonly Manifest[], folder: string): void {
  const pod = workloadPods(objects).find(({ component }) => component === "coturn");
  const scripts = Object(ofKind(objects, "ConfigMap").find((each) => at(each, "metadata", "name") === "tgcall-coturn")?.["data"]);
  const items = listAt(
    listAt(pod?.spec, "volumes").find(({ name }) => name === "scripts"),
    "configMap",
    "items",
  );
  for (const { key, path } of items) {
    mkdirSync(dirname(join(folder, String(path))), { recursive: true });
    writeFileSync(join(folder, String(path)), scripts[String(key)]);
  }
}

/** Asks for a relay, as `helm test` does. */
async function askForRelay(port: number, secret: string): Promise<string> {
  const username = `${Math.floor(Date.now() / 1000) + 60}:helm-test`;
  const credential = createHmac("sha1", secret).update(username).digest("base64");
  const servers = JSON.stringify([{ urls: [`turn:127.0.0.1:${port}?transport=udp`], username, credential }]);
  const script = `import { tryRelay } from "./${chartFolder}/files/helm-test/turn.mjs"; await tryRelay(${servers});`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", script]);
  const [said, complained] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return said + complained;
}

test("coturn starts as its pod starts it, relays to who knows the secret, and to nobody else", async () => {
  using folder = mkdtempDisposableSync(join(tmpdir(), "coturn-"));
  const port = await findFreePort();
  const objects = parseManifests(
    await render({ values: `${chartFolder}/ci/default-values.yaml`, more: ["--set", `turn.udpPort=${port},turn.tlsPort=${port + 1}`] }),
  );
  mountScripts(objects, folder.path);
  const environment = environmentOf(objects, "coturn") ?? {};
  const child = spawn("sh", [join(folder.path, "coturn/start.sh")], {
    env: {
      PATH: process.env["PATH"] ?? "",
      ...environment,
      NODE_NAME: "a",
      TURN_RELAY_IP: "127.0.0.1",
      TURN_LISTENING_IP: "127.0.0.1",
      RUN_FOLDER: join(folder.path, "run"),
      WATCH_SECONDS: "1",
    },
  });
  const exited = once(child, "exit");
  try {
    const secret = environment["TURN_SECRET"] ?? "";
    await vi.waitFor(async () => expect(await askForRelay(port, secret)).toContain("ok   a relay"), { timeout: 20_000, interval: 500 });

    expect(await askForRelay(port, "x".repeat(48))).toContain("Error");
  } finally {
    child.kill("SIGTERM");
    await exited;
  }
});

test.each([
  [{}, undefined],
  [{ EXTERNAL_IP: "203.0.113.9" }, "203.0.113.9/10.0.0.1"],
  [{ EXTERNAL_IP: "10.0.0.1" }, undefined],
])("start.sh given %o tells coturn that the world knows the node as %s", async (given, expected) => {
  using folder = mkdtempDisposableSync(join(tmpdir(), "coturn-"));
  const objects = parseManifests(await render({ values: `${chartFolder}/ci/default-values.yaml` }));
  mountScripts(objects, folder.path);
  writeFileSync(join(folder.path, "coturn/entrypoint.sh"), 'printenv TURN_EXTERNAL_IP || echo "none"\n');

  const child = spawn("sh", [join(folder.path, "coturn/start.sh")], {
    env: { PATH: process.env["PATH"] ?? "", NODE_NAME: "a", TURN_RELAY_IP: "10.0.0.1", ...given },
  });

  expect((await text(child.stdout)).trim()).toBe(expected ?? "none");
});
