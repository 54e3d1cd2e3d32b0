import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempDisposableSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { findFreePort } from "@tgcall/store/testing/free-ports";
import { expect, test, vi } from "vitest";
import { askForRelay, mountScripts } from "./support/coturn.ts";
import { environmentOf } from "./support/environment-of.ts";
import { renderWith } from "./support/helm.ts";
import { at, listAt, objectNamed, ofKind, workloadPod } from "./support/objects.ts";

test("coturn starts as its pod starts it, relays to who knows the secret, and to nobody else", async () => {
  using folder = mkdtempDisposableSync(join(tmpdir(), "coturn-"));
  const port = await findFreePort();
  const objects = await renderWith("default", `turn.udpPort=${port},turn.tlsPort=${port + 1},coturn.metrics.enabled=true`);
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
    await vi.waitFor(async () => expect(await askForRelay(port, secret)).toContain("ok   a relay of the TURN server at 127.0.0.1\n"), {
      timeout: 20_000,
      interval: 500,
    });

    expect(await askForRelay(port, "x".repeat(48))).toContain("Error");
    expect(readFileSync(join(folder.path, "run/turnserver.conf"), "utf8")).toContain(
      "\nprometheus\nprometheus-port=9641\nprometheus-address=127.0.0.1\n",
    );
  } finally {
    child.kill("SIGTERM");
    await exited;
  }
});

test("coturn shows its metrics to Prometheus only when it is told to", async () => {
  const asked = await renderWith("default", "metrics.monitor=pod,coturn.metrics.enabled=true");
  const unasked = await renderWith("default", "metrics.monitor=pod");
  const monitorsOf = (objects: typeof asked): typeof asked =>
    ofKind(objects, "PodMonitor").filter((each) => at(each, "metadata", "name") === "tgcall-coturn");
  const portsOf = (objects: typeof asked): readonly unknown[] =>
    listAt(workloadPod(objects, "coturn")?.containers[0], "ports").map(({ name }) => name);

  expect(monitorsOf(asked).map((each) => at(each, "spec", "podMetricsEndpoints", 0, "port"))).toEqual(["metrics"]);
  expect(portsOf(asked)).toContain("metrics");
  expect(monitorsOf(unasked)).toEqual([]);
  expect(portsOf(unasked)).not.toContain("metrics");
  expect(environmentOf(unasked, "coturn")).not.toHaveProperty("TURN_METRICS_PORT");
});

test.each([
  ["turn.udpPort=443", true],
  ["turn.tlsPort=443", true],
  ["turn.udpPort=1024", false],
])("coturn may gain what its binary carries, which binds ports below 1024, only where it has one: %s", async (settings, expected) => {
  const pod = workloadPod(await renderWith("default", settings), "coturn");

  expect(at(pod?.containers[0], "securityContext")).toEqual({
    allowPrivilegeEscalation: expected,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ["ALL"], add: ["NET_BIND_SERVICE"] },
  });
});

test.each(["DaemonSet", "Deployment"])(
  "a pod of a %s waits for relays for as long as is said, and has time to end after that",
  async (kind) => {
    const objects = await renderWith("default", `coturn.kind=${kind},coturn.drainSeconds=300`);
    const pod = workloadPod(objects, "coturn");

    expect(pod?.owner["kind"]).toBe(kind);
    expect(at(pod?.containers[0], "lifecycle", "preStop", "exec", "command")).toEqual(["sh", "/opt/tgcall/coturn/drain.sh"]);
    expect(pod?.spec["terminationGracePeriodSeconds"]).toBeGreaterThan(300);
  },
);

test("a coturn of its own release counts relays by the peers of a call, as the other release says", async () => {
  const objects = await renderWith("turn-only", "config.maxPeersPerCall=6");

  expect(environmentOf(objects, "coturn")).toMatchObject({ MAX_PEERS_PER_CALL: "6" });
});

test.each([
  ["default", "turn.tlsPort=5350", 5350],
  ["default", "turn.publicTlsPort=443", 443],
  ["gateway", "", 443],
  ["gateway", "turn.publicTlsPort=8443", 8443],
])("peers are told the port for TLS by which they reach coturn, and api looks there: %s with %s", async (values, settings, expected) => {
  const objects = await renderWith(values, settings);

  for (const role of ["api", "signal"]) expect(environmentOf(objects, role)).toMatchObject({ TURN_TLS_PORT: String(expected) });
  const policy = objectNamed(objects, "NetworkPolicy", "tgcall-api");
  const opened = listAt(policy, "spec", "egress").flatMap((rule) => listAt(rule, "ports"));
  expect(opened).toContainEqual({ port: expected, protocol: "TCP" });
  expect(environmentOf(objects, "coturn")?.["TURN_TLS_PORT"]).toBe(settings === "turn.tlsPort=5350" ? "5350" : "5349");
});

test("behind a Gateway a coturn of its own release has its route, and there is no other", async () => {
  const objects = await renderWith("turn-only", "gateway.enabled=true,gateway.turnParentRefs[0].name=a,ingress.enabled=true");
  const routes = ofKind(objects, "Ingress", "HTTPRoute", "TLSRoute");

  expect(routes.map((each) => [each["apiVersion"], each["kind"], at(each, "spec", "hostnames")])).toEqual([
    ["gateway.networking.k8s.io/v1", "TLSRoute", ["turn.example.com"]],
  ]);
});

/** What start.sh hands to entrypoint.sh as the address that the world knows, and what it complains about. */
async function startOn(
  node: string,
  given: Readonly<Record<string, string>> = {},
): Promise<{ readonly external: string; readonly complaint: string }> {
  using folder = mkdtempDisposableSync(join(tmpdir(), "coturn-"));
  mountScripts(await renderWith("default", ""), folder.path);
  writeFileSync(join(folder.path, "coturn/entrypoint.sh"), 'printenv TURN_EXTERNAL_IP || echo "none"\n');
  const child = spawn("sh", [join(folder.path, "coturn/start.sh")], {
    env: { PATH: process.env["PATH"] ?? "", NODE_NAME: "a", TURN_RELAY_IP: node, ...given },
  });
  const [said, complaint] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { external: said.trim(), complaint };
}

test.each([
  [{ EXTERNAL_IP: "203.0.113.9" }, "203.0.113.9/10.0.0.1"],
  [{ EXTERNAL_IP: "10.0.0.1" }, "none"],
])("start.sh given %o tells coturn that the world knows the node as %s, and complains about nothing", async (given, external) => {
  expect(await startOn("10.0.0.1", given)).toEqual({ external, complaint: "" });
});

test.each(["10.0.0.1", "172.16.0.1", "172.31.255.1", "192.168.1.1", "100.64.0.1", "100.127.0.1", "fd12:3456::1"])(
  "a node at %s of which nothing else is said is warned of: nobody outside reaches such a relay",
  async (node) => {
    expect(await startOn(node)).toEqual({ external: "none", complaint: expect.stringContaining(`${node} is a private address`) });
  },
);

test.each(["203.0.113.7", "172.32.0.1", "100.128.0.1", "2001:db8::1"])(
  "a node at %s may well be reached, and starts without a word",
  async (node) => {
    expect(await startOn(node)).toEqual({ external: "none", complaint: "" });
  },
);
