import { spawn } from "node:child_process";
import { createHmac } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { chartFolder, type Manifest } from "./helm.ts";
import { listAt, objectNamed, workloadPod } from "./objects.ts";

/** Lays out the scripts as the pod's volume would. */
export function mountScripts(objects: readonly Manifest[], folder: string): void {
  const scripts = Object(objectNamed(objects, "ConfigMap", "tgcall-coturn")?.["data"]);
  const items = listAt(
    listAt(workloadPod(objects, "coturn")?.spec, "volumes").find(({ name }) => name === "scripts"),
    "configMap",
    "items",
  );
  for (const { key, path } of items) {
    mkdirSync(dirname(join(folder, String(path))), { recursive: true });
    writeFileSync(join(folder, String(path)), scripts[String(key)]);
  }
}

/** Asks for a relay, as `helm test` does. */
export async function askForRelay(port: number, secret: string): Promise<string> {
  const username = `${Math.floor(Date.now() / 1000) + 60}:helm-test`;
  const credential = createHmac("sha1", secret).update(username).digest("base64");
  const servers = JSON.stringify([{ urls: [`turn:127.0.0.1:${port}?transport=udp`], username, credential }]);
  const script = `import { tryRelay } from "./${chartFolder}/files/helm-test/turn.mjs"; await tryRelay(${servers});`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", script]);
  const [said, complained] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return said + complained;
}
