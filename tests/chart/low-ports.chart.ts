import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, copyFileSync, mkdirSync, mkdtempDisposableSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { askForRelay, mountScripts } from "./support/coturn.ts";
import { environmentOf } from "./support/environment-of.ts";
import { renderWith } from "./support/helm.ts";
import { at, listedAt, workloadPod } from "./support/objects.ts";

/** Only who may grant and take privileges sees what they do. */
const mayGrant = process.getuid?.() === 0 && ["setpriv", "setcap"].every((each) => spawnSync("which", [each]).status === 0);

async function findLowPort(port = 1023): Promise<number> {
  const server = createServer().listen(port, "127.0.0.1");
  const isFree = await once(server, "listening").then(
    () => true,
    () => false,
  );
  server.close();
  return isFree ? port : findLowPort(port - 1);
}

/** Runs coturn with the privileges that the pod gives it, for a binary that carries what the image's does. */
async function startCoturn(mayEscalate: boolean) {
  const folder = mkdtempDisposableSync(join(tmpdir(), "coturn-"));
  chmodSync(folder.path, 0o755);
  const objects = await renderWith("default", "turn.udpPort=443");
  const context = at(workloadPod(objects, "coturn")?.containers[0], "securityContext");
  expect(at(context, "allowPrivilegeEscalation")).toBe(true);
  mountScripts(objects, folder.path);
  const [binary, run, port] = [join(folder.path, "turnserver"), join(folder.path, "run"), await findLowPort()];
  copyFileSync(String(execFileSync("which", ["turnserver"])).trim(), binary);
  execFileSync("setcap", ["cap_net_bind_service=+ep", binary]);
  mkdirSync(run);
  chownSync(run, 65_534, 65_534);
  const environment = environmentOf(objects, "coturn") ?? {};
  const added = listedAt(context, "capabilities", "add").map((each) => `,+${String(each).toLowerCase()}`);
  const privileges = ["--inh-caps=-all", `--bounding-set=-all${added.join("")}`, ...(mayEscalate ? [] : ["--no-new-privs"])];
  const words = ["--reuid=65534", "--regid=65534", "--clear-groups", ...privileges, "sh", join(folder.path, "coturn/start.sh")];
  const where = { TURN_UDP_PORT: `${port}`, TURN_RELAY_IP: "127.0.0.1", TURN_LISTENING_IP: "127.0.0.1", RUN_FOLDER: run, NODE_NAME: "a" };
  const child = spawn("setpriv", words, { env: { PATH: `${folder.path}:${process.env["PATH"]}`, ...environment, ...where } });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (chunk: string) => (output += chunk));
  const exited = once(child, "exit");
  return {
    ask: () => askForRelay(port, environment["TURN_SECRET"] ?? ""),
    output: () => output,
    async [Symbol.asyncDispose]() {
      child.kill("SIGTERM");
      await exited;
      folder[Symbol.dispose]();
    },
  };
}

const patience = { timeout: 20_000, interval: 500 };

test.runIf(mayGrant)("coturn binds a port below 1024 with the privileges of its pod", async () => {
  await using turn = await startCoturn(true);

  await vi.waitFor(async () => expect(await turn.ask()).toContain("ok   a relay"), patience);
});

test.runIf(mayGrant)("it could not without allowPrivilegeEscalation", async () => {
  await using turn = await startCoturn(false);

  await vi.waitFor(() => expect(turn.output()).toMatch(/bind.*errno=13/), patience);
});
