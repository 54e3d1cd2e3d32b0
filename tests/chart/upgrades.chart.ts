import { cpSync, globSync, mkdtempDisposableSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { describe, expect, test } from "vitest";
import { chartFolder, type Manifest, nameOf, parseManifests, render, valuesFiles } from "./support/helm.ts";
import { at, ofKind, type PodTemplate, workloadPods } from "./support/objects.ts";

const defaults = `${chartFolder}/ci/default-values.yaml`;
const objectsOf = async (more: readonly string[] = [], chart = chartFolder): Promise<readonly Manifest[]> =>
  parseManifests(await render({ values: defaults, more, chart }));

/** The workloads whose pods a change replaces. */
async function rolledBy(change: string, beside = "web.enabled=true"): Promise<readonly string[]> {
  const before = workloadPods(await objectsOf(["--set", beside]));
  return rolledFrom(before, workloadPods(await objectsOf(["--set", beside, "--set", change])));
}

function rolledFrom(before: readonly PodTemplate[], after: readonly PodTemplate[]): readonly string[] {
  const isSame = (name: string): boolean => isDeepStrictEqual(podOf(before, name), podOf(after, name));
  return after.map(({ component }) => component).filter((name) => !isSame(name));
}

const podOf = (pods: readonly PodTemplate[], name: string): unknown =>
  at(pods.find(({ component }) => component === name)?.owner, "spec", "template");

/** What Kubernetes refuses to change. */
const fixedOf = (objects: readonly Manifest[]): unknown =>
  ofKind(objects, "Deployment", "DaemonSet", "StatefulSet").map((workload) => [
    nameOf(workload),
    at(workload, "spec", "selector"),
    at(workload, "spec", "serviceName"),
    at(workload, "spec", "podManagementPolicy"),
    at(workload, "spec", "volumeClaimTemplates"),
  ]);

describe("an upgrade", () => {
  test("that changes nothing rolls nothing", async () => {
    expect(await rolledBy("web.enabled=true")).toEqual([]);
  });

  test.each([
    ["config.logLevel=debug", ["api", "signal"]],
    ["config.codeTtlSeconds=60", ["api"]],
    ["config.drainSeconds=60", ["api", "signal"]],
    ["api.resources.limits.memory=1Gi", ["api"]],
    ["web.image.tag=2.0.0", ["web"]],
    ["redis.maxMemory=128mb", ["redis"]],
    ["coturn.maxPort=50000", ["coturn"]],
    ["coturn.externalIps.a=192.0.2.1", []],
    ["secrets.telegramBotToken=123:b", ["api"]],
    ["secrets.generation=2", ["api", "signal", "coturn"]],
    ["api.replicas=5", []],
    ["ingress.className=other", []],
    ["networkPolicy.enabled=false", []],
  ])("to %s rolls %j alone", async (setting, rolled) => {
    expect((await rolledBy(setting)).toSorted()).toEqual(rolled.toSorted());
  });

  test("to another address of an external Redis rolls those that talk to it", async () => {
    const before = "redis.enabled=false,externalRedis.url=redis://a";

    expect(await rolledBy("externalRedis.url=redis://b", before)).toEqual(["api", "signal"]);
  });

  test("to other rules for the users of Redis rolls Redis, though passwords roll nothing", async () => {
    using folder = mkdtempDisposableSync(join(tmpdir(), "chart-"));
    cpSync(chartFolder, folder.path, { recursive: true });
    for (const path of globSync(`${folder.path}/templates/redis/*`)) {
      writeFileSync(path, readFileSync(path, "utf8").replaceAll("+config|get", "+config|get +config|resetstat"));
    }

    const exporter = ["--set", "redis.exporter.enabled=true"];
    expect(rolledFrom(workloadPods(await objectsOf(exporter)), workloadPods(await objectsOf(exporter, folder.path)))).toEqual(["redis"]);
  });

  test("to another version of the chart rolls by image alone, and changes nothing that is fixed", async () => {
    using folder = mkdtempDisposableSync(join(tmpdir(), "chart-"));
    cpSync(chartFolder, folder.path, { recursive: true });
    const file = join(folder.path, "Chart.yaml");
    writeFileSync(file, readFileSync(file, "utf8").replace(/^version: .*$/m, "version: 9.9.9"));

    const [before, after] = [await objectsOf(), await objectsOf([], folder.path)];

    expect(fixedOf(after)).toEqual(fixedOf(before));
    expect(workloadPods(after).map(({ owner }) => at(owner, "spec", "template"))).toEqual(
      workloadPods(before).map(({ owner }) => at(owner, "spec", "template")),
    );
  });

  test("between any two files of values, and back, changes nothing that is fixed", async () => {
    const fixed = new Map<string, Set<string>>();
    for (const [, values] of valuesFiles) {
      for (const workload of ofKind(parseManifests(await render({ values })), "Deployment", "DaemonSet", "StatefulSet")) {
        const known = fixed.get(nameOf(workload)) ?? new Set();
        fixed.set(nameOf(workload), known.add(JSON.stringify(at(workload, "spec", "selector"))));
      }
    }

    expect([...fixed].filter(([, selectors]) => selectors.size > 1)).toEqual([]);
  });
});

/** The chart in a cluster that holds these Secrets: without one, `lookup` finds nothing. */
async function secretsIn(
  cluster: Readonly<Record<string, unknown>>,
  ...settings: readonly string[]
): Promise<Readonly<Record<string, Record<string, string>>>> {
  using folder = mkdtempDisposableSync(join(tmpdir(), "chart-"));
  cpSync(chartFolder, folder.path, { recursive: true });
  const found = `(get (fromJson ${JSON.stringify(JSON.stringify(cluster))}) .secret | default dict)`;
  for (const path of globSync(`${folder.path}/templates/**/*.tpl`)) {
    writeFileSync(path, readFileSync(path, "utf8").replaceAll('lookup "v1" "Secret" .namespace .secret', found));
  }
  const objects = await objectsOf(
    settings.flatMap((setting) => ["--set", setting]),
    folder.path,
  );
  return Object.fromEntries(
    ofKind(objects, "Secret").map((secret) => [String(at(secret, "metadata", "name")), Object(secret["stringData"])]),
  );
}

const inCluster = (secrets: Readonly<Record<string, Record<string, string>>>, generation: string): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(secrets).map(([name, texts]) => [
      name,
      {
        metadata: { annotations: { "secret-generation": name === "tgcall-secrets" ? generation : "1" } },
        data: Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, Buffer.from(text).toString("base64")])),
      },
    ]),
  );

describe("secrets that the chart draws", () => {
  test("are long, and differ from each other and between installations", async () => {
    const [one, other] = [await secretsIn({}), await secretsIn({})];
    const drawn = [one, other].flatMap((secrets) =>
      Object.values(secrets).flatMap((texts) => Object.entries(texts).filter(([key]) => /-(secret|password)$|^api-keys$/.test(key))),
    );

    expect(drawn.every(([, text]) => /^[A-Za-z0-9]{48}$/.test(text))).toBe(true);
    expect(new Set(drawn.map(([, text]) => text)).size).toBe(drawn.length);
  });

  test("agree where they are said twice", async () => {
    const redis = (await secretsIn({}))["tgcall-redis-access"] ?? {};

    for (const role of ["api", "signal"]) {
      expect(redis[`${role}-url`]).toBe(`redis://${role}:${redis[`${role}-password`]}@tgcall-redis:6379`);
      expect(redis["users.acl"]).toContain(`user ${role} on >${redis[`${role}-password`]} `);
    }
  });

  test("are kept by every upgrade", async () => {
    const first = await secretsIn({});

    expect(await secretsIn(inCluster(first, "1"))).toEqual(first);
  });

  test("are replaced in two steps: pods of before accept what pods of after sign, and the other way round", async () => {
    const generations = [await secretsIn({})];
    for (const generation of [2, 3, 4, 5]) {
      const before = inCluster(generations.at(-1) ?? {}, String(generation - 1));
      generations.push(await secretsIn(before, `secrets.generation=${generation}`));
    }

    const held = generations.map((secrets) => secrets["tgcall-secrets"] ?? {});
    for (const name of ["jwt-secret", "turn-secret"]) {
      const signing = held.map((texts) => texts[name] ?? "");
      const accepting = held.map((texts) => [texts[name], texts[`${name}-previous`]]);
      for (const [index, signed] of signing.entries()) {
        for (const beside of accepting.slice(Math.max(0, index - 1), index + 2)) expect(beside).toContain(signed);
      }
      expect(signing.map((each) => signing.indexOf(each))).toEqual([0, 0, 2, 2, 4]);
    }
  });

  test("are kept within a generation, and keys of the api and passwords of Redis in every one", async () => {
    const first = await secretsIn({});
    const second = await secretsIn(inCluster(first, "1"), "secrets.generation=2");
    const again = await secretsIn(inCluster(second, "2"), "secrets.generation=2");

    expect(again).toEqual(second);
    expect(second["tgcall-secrets"]?.["api-keys"]).toBe(first["tgcall-secrets"]?.["api-keys"]);
    expect(second["tgcall-redis-access"]).toEqual(first["tgcall-redis-access"]);
  });

  test("are drawn at once by a generation that skips one, which still accepts those before", async () => {
    const first = (await secretsIn({}))["tgcall-secrets"] ?? {};
    const third = (await secretsIn(inCluster({ "tgcall-secrets": first }, "1"), "secrets.generation=3"))["tgcall-secrets"];

    expect(third?.["jwt-secret"]).not.toBe(first["jwt-secret"]);
    expect(third?.["jwt-secret-previous"]).toBe(first["jwt-secret"]);
  });
});
