import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";

interface Service {
  readonly image?: string;
  readonly user?: string;
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly logging?: { readonly options?: Readonly<Record<string, string>> };
  readonly deploy?: { readonly resources: { readonly limits: { readonly memory?: string; readonly pids?: number } } };
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

const read = (path: string): string => readFileSync(path, "utf8");
const file = "compose.observability.yaml";
const services: Readonly<Record<string, Service>> = parse(read(file), { merge: true }).services;
const own = Object.entries(services).filter(([, { image }]) => image !== undefined);
const namesOf = (path: string): readonly string[] => Object.keys(parse(read(path), { merge: true }).services);

describe.each(own)("the container of %s", (_name, service) => {
  test("runs as somebody who is not root, on a file system that cannot be written, without a capability", () => {
    expect(service).toMatchObject({ user: expect.stringMatching(/^[1-9]\d*:\d+$/), read_only: true, cap_drop: ["ALL"] });
    expect(service.security_opt).toEqual(["no-new-privileges:true"]);
  });

  test("is held to its memory, its processes and its log", () => {
    const limits = service.deploy?.resources.limits;

    expect(limits?.memory).toMatch(/^\d+M$/);
    expect(limits?.pids).toBeGreaterThan(0);
    expect(service.logging?.options?.["max-size"]).toBeDefined();
  });

  test("is of a version, and listens on this machine alone", () => {
    expect(service.image).toMatch(/:v?\d+\.\d+\.\d+/);
    expect((service.ports ?? []).filter((port) => !port.startsWith("127.0.0.1:"))).toEqual([]);
  });

  test("mounts files that there are, and cannot change them", () => {
    const mounted = (service.volumes ?? []).filter((volume) => volume.startsWith("./"));

    for (const volume of mounted) {
      expect(volume).toMatch(/:ro$/);
      expect(existsSync(volume.split(":")[0] ?? "")).toBe(true);
    }
  });
});

test("nothing but the trial's own services is opened, and those of compose.yaml stay as they are", () => {
  const changed = Object.entries(services).filter(([, { image }]) => image === undefined);

  expect(changed.map(([name]) => name)).toEqual(["api", "signal"]);
  for (const [, service] of changed) expect(Object.keys(service).toSorted()).toEqual(["environment", "networks"]);
});

test("Prometheus takes its configuration, which asks services that there are", () => {
  const names = [...namesOf("compose.yaml"), ...namesOf(file)];
  const jobs: readonly { dns_sd_configs?: [{ names: string[] }]; static_configs?: [{ targets: string[] }] }[] = parse(
    read("infra/prometheus/prometheus.yaml"),
  ).scrape_configs;
  const asked = jobs.flatMap((job) => [...(job.dns_sd_configs?.[0].names ?? []), ...(job.static_configs?.[0].targets ?? [])]);

  expect(execFileSync("promtool", ["check", "config", "infra/prometheus/prometheus.yaml"], { encoding: "utf8" })).toContain("SUCCESS");
  expect(asked.map((target) => target.split(":")[0]).filter((name) => !names.includes(name ?? ""))).toEqual([]);
});

test("Grafana is given its sources and dashboards where it looks for them", () => {
  const { environment = {}, volumes = [] } = services["grafana"] ?? {};
  const mounts = volumes.map((volume) => volume.split(":"));
  const inRepository = (path = ""): string => {
    const [from = "", to = ""] = mounts.find(([, mounted]) => mounted !== undefined && path.startsWith(mounted)) ?? [];
    return path.replace(to, from.replace("./", ""));
  };
  const provider = parse(read("infra/grafana/provisioning/dashboards/tgcall.yaml")).providers[0];
  const sources: readonly { url: string }[] = parse(read("infra/grafana/provisioning/datasources/tgcall.yaml")).datasources;

  expect(existsSync(inRepository(environment["GF_PATHS_PROVISIONING"]))).toBe(true);
  expect(existsSync(inRepository(environment["GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH"]))).toBe(true);
  expect(inRepository(provider.options.path)).toBe("charts/tgcall/files/dashboards");
  expect(sources.map(({ url }) => new URL(url).hostname).filter((name) => !(name in services))).toEqual([]);
});

test("spans go from the services to the collector, and from there to Tempo", () => {
  const collector = parse(read("infra/otel/collector.yaml"));
  const tempo = parse(read("infra/tempo/tempo.yaml"));
  const portOf = (endpoint: string): string => endpoint.split(":").at(-1) ?? "";

  expect(services["api"]?.environment?.["OTEL_EXPORTER_OTLP_ENDPOINT"]).toContain(
    `http://otel-collector:${portOf(collector.receivers.otlp.protocols.http.endpoint)}`,
  );
  expect(collector.exporters["otlp/tempo"].endpoint).toBe(`tempo:${portOf(tempo.distributor.receivers.otlp.protocols.grpc.endpoint)}`);
  expect(collector.service.pipelines.traces).toEqual({
    receivers: Object.keys(collector.receivers),
    processors: Object.keys(collector.processors),
    exporters: Object.keys(collector.exporters),
  });
});

test("every variable that it reads is described", () => {
  const names = [...read(file).matchAll(/\$\{(\w+)/g)].map(([, name]) => name);
  const page = read("docs/configuration.md");

  expect(names.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});
