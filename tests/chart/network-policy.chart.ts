import { describe, expect, test } from "vitest";
import { chartFolder, type Manifest, parseManifests, render } from "./support/helm.ts";
import { listAt, objectNamed } from "./support/objects.ts";

const values = `${chartFolder}/ci/default-values.yaml`;

/** The policy of a component under these settings. */
async function policyOf(component: string, ...settings: readonly string[]): Promise<Manifest | undefined> {
  const objects = parseManifests(await render({ values, more: settings.flatMap((setting) => ["--set-json", setting]) }));
  return objectNamed(objects, "NetworkPolicy", `tgcall-${component}`);
}

const namespace = (name: string): unknown => ({ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": name } } });
const tcp = (...ports: readonly number[]): unknown => ports.map((port) => ({ port, protocol: "TCP" }));

const services = [
  ["api", 3001],
  ["signal", 3002],
  ["web", 8080],
] as const;

describe.each(services)("requests of browsers to %s come", (component, port) => {
  test.each([
    ["from ingress-nginx", [], [namespace("ingress-nginx")]],
    ["from traefik by its preset", ['ingress.preset="traefik"'], [namespace("traefik")]],
    ["from haproxy by its preset", ['ingress.preset="haproxy"'], [namespace("haproxy-controller")]],
    ["from anywhere when no preset is chosen", ['ingress.preset="none"'], undefined],
    ["from anywhere by a Gateway", ["gateway.enabled=true", 'gateway.parentRefs=[{"name":"public"}]'], undefined],
    ["from anywhere without an Ingress", ["ingress.enabled=false"], undefined],
    [
      "from where the user says",
      ['ingress.preset="traefik"', 'networkPolicy.ingressFrom=[{"podSelector":{"matchLabels":{"app":"proxy"}}}]'],
      [{ podSelector: { matchLabels: { app: "proxy" } } }],
    ],
  ] as const)("%s", async (_title, settings, peers) => {
    const [rule] = listAt(await policyOf(component, ...settings), "spec", "ingress");

    expect(rule).toEqual({ ports: tcp(port), ...(peers === undefined ? {} : { from: peers }) });
  });
});

const external = ["redis.enabled=false", 'externalRedis.existingSecret="redis"'];

describe.each(["api", "signal"])("%s reaches", (component) => {
  test.each([
    ["a collector on the usual ports", ['tracing.endpoint="http://collector:4317"'], tcp(4317, 4318)],
    ["a collector on a port of its own", ['tracing.endpoint="https://otlp.example.com:443"', "networkPolicy.tracesPort=443"], tcp(443)],
    ["an external Redis", external, tcp(6379)],
    ["its Sentinels too", [...external, "networkPolicy.externalSentinelPort=26379"], tcp(6379, 26_379)],
  ])("%s", async (_title, settings, ports) => {
    const rules = listAt(await policyOf(component, ...settings), "spec", "egress");

    expect(rules).toContainEqual({ ports });
  });
});

test.each(services)("what the user adds holds for %s, and closes nothing", async (component) => {
  const more = { ports: tcp(9999), to: [{ ipBlock: { cidr: "192.0.2.0/24" } }] };
  const less = { from: [namespace("monitoring")] };
  const before = await policyOf(component);

  const after = await policyOf(
    component,
    `networkPolicy.extraEgress=[${JSON.stringify(more)}]`,
    `networkPolicy.extraIngress=[${JSON.stringify(less)}]`,
  );

  expect(listAt(after, "spec", "egress")).toEqual([...listAt(before, "spec", "egress"), more]);
  expect(listAt(after, "spec", "ingress")).toEqual([...listAt(before, "spec", "ingress"), less]);
});
