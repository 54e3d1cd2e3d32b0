import { expect, test } from "vitest";
import { docker } from "./support/docker.ts";
import { type ServiceName, serviceNames, sharedInstallation } from "./support/installation.ts";

const installation = sharedInstallation();

const inspect = async (service: ServiceName): Promise<Inspected> => {
  const [container = ""] = await installation.containers(service);
  return JSON.parse(await docker(["inspect", "--format", "{{json .}}", container])) as Inspected;
};

interface Inspected {
  readonly Id: string;
  readonly HostConfig: Readonly<Record<string, unknown>>;
}

test.for(serviceNames)("%s runs as nobody special, seen from inside", async (service) => {
  const uids = await installation.exec(
    service,
    "sh",
    "-c",
    "cat /proc/[0-9]*/status | grep -E '^(Uid|Gid|Groups|CapPrm|CapEff|CapAmb|NoNewPrivs):'",
  );

  const values = (name: string): string[] =>
    [...uids.matchAll(new RegExp(`^${name}:\\s*(.*)$`, "gm"))].map(([, value]) => value?.trim() ?? "");
  expect(values("Uid").length).toBeGreaterThan(0);
  for (const ids of [...values("Uid"), ...values("Gid")]) expect(ids.split(/\s+/)).not.toContain("0");
  for (const groups of values("Groups")) expect(groups.split(/\s+/)).not.toContain("0");
  for (const capabilities of [...values("CapPrm"), ...values("CapEff"), ...values("CapAmb")]) expect(capabilities).toMatch(/^0+$/);
  for (const value of values("NoNewPrivs")) expect(value).toBe("1");
});

test.for(serviceNames)("%s cannot write its root file system, not even as root", async (service) => {
  const { Id } = await inspect(service);
  const folders = (await docker(["exec", Id, "sh", "-c", "ls -d / /bin /etc /usr /opt /var /app 2>/dev/null; true"])).trim().split("\n");

  const touch = folders.map((folder) => `touch ${folder}/probe 2>&1`).join(";");
  const outcomes = (await docker(["exec", "--user", "0", Id, "sh", "-c", `${touch}; true`])).trim().split("\n");

  expect(folders.length).toBeGreaterThan(4);
  expect(outcomes).toEqual(folders.map(() => expect.stringContaining("Read-only file system")));
});

test.for(serviceNames)("%s has limits and no privileges, and comes back by itself", async (service) => {
  const { HostConfig: given } = await inspect(service);

  expect(given).toMatchObject({
    Privileged: false,
    ReadonlyRootfs: true,
    CapDrop: ["ALL"],
    SecurityOpt: ["no-new-privileges:true"],
    RestartPolicy: { Name: "unless-stopped" },
    LogConfig: { Type: "json-file", Config: { "max-size": "10m", "max-file": "5" } },
    PidMode: "",
    IpcMode: "private",
  });
  expect(given["CapAdd"] ?? []).toEqual(service === "coturn" ? [expect.stringMatching(/^(CAP_)?NET_BIND_SERVICE$/)] : []);
  expect(given["NetworkMode"] === "host").toBe(service === "coturn");
  expect(given["Memory"]).toBeGreaterThan(0);
  expect(given["PidsLimit"]).toBeGreaterThan(0);
});

test("nginx and web do not know Redis, which listens on this machine's loopback alone", async () => {
  const lookUp = (service: ServiceName) => installation.exec(service, "sh", "-c", "getent hosts redis || echo unknown");

  expect([await lookUp("nginx"), await lookUp("web")].map((answer) => answer.trim())).toEqual(["unknown", "unknown"]);
  const published = await installation.compose("port", "redis", "6379");
  expect(published.trim()).toMatch(/^127\.0\.0\.1:\d+$/);
});

test("Redis asks for its password, throws nothing out, and appends to its file in redis_data", async () => {
  const cli = (...words: readonly string[]) =>
    installation.exec("redis", "sh", "-c", `REDISCLI_AUTH="$REDIS_PASSWORD" redis-cli ${words.join(" ")}`);

  expect(await installation.exec("redis", "redis-cli", "ping")).toContain("NOAUTH");
  expect(await cli("config", "get", "maxmemory-policy")).toContain("noeviction");
  expect(await cli("config", "get", "appendonly")).toContain("yes");
  expect(await cli("config", "get", "dir")).toContain("/data");
  expect(await docker(["volume", "ls", "--format", "{{.Name}}"])).toContain("tgcall-test_redis_data");
});
