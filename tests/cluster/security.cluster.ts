import { expect, test } from "vitest";
import type { Figures } from "../chaos/support/figures.ts";
import { at, listAt } from "../chart/support/objects.ts";
import { runForeignPod } from "./support/foreign-pod.ts";
import { nodeAddress, theInstallation } from "./support/installation.ts";
import { find, inPod, kubectl, nameIn, podsOf, secretOf } from "./support/kubectl.ts";
import { shown } from "./support/shown.ts";

const { namespace, turnNamespace, tags } = theInstallation();
const show = (title: string, run: (figures: Figures) => Promise<void>): void => test(title, () => shown(title, run));

const labelsOf = async (name: string): Promise<Readonly<Record<string, string>>> =>
  Object(at(JSON.parse(await kubectl(["get", "namespace", name, "--output", "json"])), "metadata", "labels"));

/** Every container of every pod, with what it runs in. */
const containers = async (): Promise<readonly { readonly namespace: string; readonly pod: string; readonly container: string }[]> =>
  (await Promise.all([namespace, turnNamespace].map(async (each) => ({ each, pods: await find("pods", each) })))).flatMap(
    ({ each, pods }) =>
      pods.flatMap((pod) =>
        listAt(pod, "spec", "containers").map(({ name }) => ({ namespace: each, pod: nameIn(pod), container: String(name) })),
      ),
  );

show("everything but coturn runs where Pod Security Standards are enforced as restricted", async (figures) => {
  expect((await labelsOf(namespace))["pod-security.kubernetes.io/enforce"]).toBe("restricted");
  const counts = await Promise.all(["api", "signal", "web", "redis"].map(async (each) => (await podsOf(namespace, each)).length));
  expect(counts).toEqual([2, 3, 2, 1]);
  figures.count("pods admitted as restricted", (await find("pods", namespace)).length, { atLeast: 8 });

  const dryRun = ["label", "--dry-run=server", "--overwrite", "namespace", turnNamespace, "pod-security.kubernetes.io/enforce=restricted"];
  const warnings = await kubectl(dryRun).catch(String);
  expect(warnings).toContain(turnNamespace);
});

show("no container can write its root file system or finds a token of a service account", async (figures) => {
  const all = await containers();
  for (const { namespace: where, pod, container } of all) {
    const script = "touch /written 2>&1; touch /usr/written 2>&1; ls /var/run/secrets/kubernetes.io 2>&1; id -u";
    const said = await inPod(where, pod, ["sh", "-c", script], { container });
    expect(said.match(/Read-only file system/g)).toHaveLength(2);
    expect(said).toContain("No such file or directory");
    expect(said.trim().split("\n").at(-1)).not.toBe("0");
  }
  figures.count("containers looked into", all.length, { atLeast: 9 });
});

show("Redis answers nobody without a password, and its users may not empty it", async (figures) => {
  const ask = (words: readonly string[]): Promise<string> =>
    inPod(namespace, "tgcall-redis-0", ["sh", "-c", `unset REDISCLI_AUTH; ${words.join(" ")} 2>&1 || true`]);
  const access = await secretOf(namespace, "tgcall-redis-access");
  expect(await ask(["redis-cli", "get", "x"])).toContain("NOAUTH");

  for (const user of ["api", "signal"]) {
    const url = String(access[`${user}-url`]).replace(/@.*/, "@127.0.0.1:6379");
    const as = (...words: readonly string[]): Promise<string> => ask(["redis-cli", "--no-auth-warning", "-u", url, ...words]);
    expect(await as("ping")).toContain("PONG");
    for (const words of [["flushall"], ["flushdb"], ["config", "get", "'*'"], ["keys", "'*'"], ["acl", "list"], ["shutdown"]]) {
      expect(await as(...words)).toContain("NOPERM");
    }
  }
  figures.count("users that were tried", 2, { atLeast: 2 });
});

show("a pod from elsewhere reaches what it may, and nothing else where the cluster enforces policies", async (figures) => {
  const targets = [
    { host: `tgcall-redis.${namespace}`, port: 6379 },
    { host: `tgcall-api.${namespace}`, port: 3001 },
    { host: `tgcall-api.${namespace}`, port: 9090 },
    { host: `tgcall-signal.${namespace}`, port: 3002 },
    { host: `tgcall-signal.${namespace}`, port: 9090 },
    { host: `tgcall-web.${namespace}`, port: 8080 },
  ];
  await using foreign = await runForeignPod(`${namespace}-foreign`, tags.api);
  const enforced = await foreign.meetsPolicies();
  const reached = await foreign.reaches(targets);

  console.log(`This cluster ${enforced ? "enforces" : "does not enforce"} network policies.`);
  figures.count("policies enforced by this cluster (1 is yes)", enforced ? 1 : 0, { atLeast: 0 });
  figures.count("forbidden ports that a foreign pod reached", enforced ? reached.length : 0);
  figures.count("policies of the release", (await find("networkpolicies", namespace)).length, { atLeast: 5 });
  expect(await foreign.reaches([{ host: await nodeAddress(), port: 3478 }])).toHaveLength(1);
});
