import { createApiClient } from "@tgcall/client";
import { afterAll, expect, test } from "vitest";
import { chartFolder } from "../chart/support/helm.ts";
import { at } from "../chart/support/objects.ts";
import { issueCertificate } from "./support/authority.ts";
import { untilRolledOut } from "./support/disruption.ts";
import { untilReachable } from "./support/ingress.ts";
import { certificateName, imageValues, nodeAddress, theInstallation } from "./support/installation.ts";
import { find, isReady, kubectl, nameIn, podsOf, read, secretOf, uidOf, untilNothing } from "./support/kubectl.ts";
import { knowNames } from "./support/names.ts";
import { createNamespace, placeCertificate, Release, type Values } from "./support/release.ts";
import { shown } from "./support/shown.ts";

const { domain: otherDomain, authority, addresses, tags } = theInstallation();
const namespace = `${theInstallation().namespace}-default`;
const domain = `default.${otherDomain}`;
knowNames({ [domain]: addresses[otherDomain] ?? "" });

/** The file of the default values, with what differs between clusters: images, names, certificate and free ports. */
const defaults = `${chartFolder}/ci/default-values.yaml`;
const values: Values = {
  ...imageValues(tags),
  domain,
  tls: { issuer: { name: "" }, existingSecret: certificateName },
  turn: { domain: await nodeAddress(), udpPort: 3578, tlsPort: 5449 },
  coturn: { minPort: 50_400, maxPort: 50_500 },
};
const change = (more: Values = {}) => ({ files: [defaults], values: { ...values, ...more } });

const release = new Release("tgcall", namespace);
const owned = new AsyncDisposableStack();
afterAll(() => owned.disposeAsync());
owned.use(await createNamespace(namespace, "privileged"));
await placeCertificate(namespace, certificateName, await issueCertificate(authority, [domain]));

const components = ["api", "signal", "web", "redis", "coturn"];

/** The pods of each component, by their uids. */
const pods = async (): Promise<ReadonlyMap<string, string>> =>
  new Map(
    await Promise.all(
      components.map(async (component) => [component, (await podsOf(namespace, component)).map(uidOf).toSorted().join()] as const),
    ),
  );

/** The components whose pods are others than before. */
const rolledSince = async (before: ReadonlyMap<string, string>): Promise<readonly string[]> => {
  const now = await pods();
  return components.filter((component) => now.get(component) !== before.get(component));
};

const secrets = async (): Promise<unknown> =>
  (await find("secrets", namespace))
    .filter(({ type }) => type === "Opaque")
    .map((secret) => [nameIn(secret), secret["data"]])
    .toSorted();

const show = (title: string, run: Parameters<typeof shown>[1]): void => test(title, () => shown(title, run, [namespace]));

show("the default values install, are ready when Helm says so, and pass the chart's own test", async (figures) => {
  const startedAtMs = Date.now();
  const notes = await release.install(change());
  figures.ms("helm install --wait", Date.now() - startedAtMs);

  const all = (await Promise.all(components.map((component) => podsOf(namespace, component)))).flat();
  figures.count("pods", all.length, { atLeast: 8, atMost: 8 });
  figures.count("pods that are not ready", all.filter((pod) => !isReady(pod)).length);
  expect(notes).toContain(`https://${domain}/`);

  const said = await release.test();
  expect(said).toContain("ok   a call between two signal pods");
  expect(said).toContain("ok   a relay");
});

show("an upgrade rolls what it changes and nothing else, and keeps the secrets", async (figures) => {
  const [before, kept] = [await pods(), await secrets()];

  await release.upgrade(change({ config: { codeTtlSeconds: 600 } }));
  await untilRolledOut(namespace);
  expect(await rolledSince(before)).toEqual(["api"]);

  const between = await pods();
  await release.upgrade(change({ config: { codeTtlSeconds: 600 }, web: { ...Object(values["web"]), podAnnotations: { say: "again" } } }));
  await untilRolledOut(namespace);
  expect(await rolledSince(between)).toEqual(["web"]);
  expect(await secrets()).toEqual(kept);
  figures.count("upgrades", 2, { atLeast: 2 });
});

show("a rollback brings back what was", async (figures) => {
  const [before, kept] = [await pods(), await secrets()];

  await release.rollback(1);
  await untilRolledOut(namespace);

  expect(await rolledSince(before)).toEqual(["api", "web"]);
  expect(at(await read("configmap", namespace, "tgcall-api"), "data", "CODE_TTL_SECONDS")).toBe("900");
  expect(await secrets()).toEqual(kept);
  expect(await release.test()).toContain("ok   a call");
  figures.count("components rolled back", 2, { atLeast: 2 });
});

show(
  "uninstalling leaves the data and the secrets that it says it keeps; installed again, a code from before still works",
  async (figures) => {
    const api = createApiClient(`https://${domain}`);
    const { "api-keys": apiKey = "" } = await secretOf(namespace, "tgcall-secrets");
    const { code, callId } = await api.create({ initiator_telegram_id: "1" }, { apiKey });
    const kept = await secrets();

    const startedAtMs = Date.now();
    const said = await release.uninstall();
    await untilNothing(async () => (await find("pods", namespace)).map(nameIn).join(), 300_000);
    figures.ms("uninstalled after", Date.now() - startedAtMs, 90_000);

    const kinds = [
      "configmaps",
      "secrets",
      "services",
      "serviceaccounts",
      "persistentvolumeclaims",
      "deployments.apps",
      "statefulsets.apps",
    ];
    const more = ["daemonsets.apps", "networkpolicies", "ingresses", "poddisruptionbudgets", "horizontalpodautoscalers"];
    const left = (await kubectl(["get", [...kinds, ...more].join(), "--namespace", namespace, "--output", "name"])).trim().split("\n");
    // What every namespace has, and what the test itself put there.
    const others = ["configmap/kube-root-ca.crt", "serviceaccount/default", `secret/${certificateName}`];
    expect(left.filter((name) => !others.includes(name)).toSorted()).toEqual([
      "persistentvolumeclaim/data-tgcall-redis-0",
      "secret/tgcall-redis-access",
      "secret/tgcall-secrets",
    ]);
    for (const name of ["tgcall-redis-access", "tgcall-secrets"]) expect(said).toContain(name);

    await release.install(change());

    expect(await secrets()).toEqual(kept);
    await untilReachable(`https://${domain}`);
    expect((await api.resolve(code)).callId).toBe(callId);
    figures.count("objects left", 3, { atMost: 3 });
  },
);
