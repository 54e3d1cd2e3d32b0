import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { docker } from "./support/docker.ts";
import { sharedInstallation } from "./support/installation.ts";

const installation = sharedInstallation();
const services = ["api", "signal", "web"] as const;
type Image = (typeof services)[number];
const nameOf = (service: Image): string => `tgcall/${service}:test`;

/** What a shell command prints in a container of the image's own files, as root. */
const inside = (service: Image, command: string): Promise<string> =>
  docker(["run", "--rm", "--network", "none", "--user", "0", "--entrypoint", "sh", nameOf(service), "-c", command]);

const lines = (text: string): string[] => text.split("\n").filter((line) => line !== "");

test.for(services)("the image of %s says what it is, runs as nobody special in production and checks its health", async (service) => {
  const [image] = JSON.parse(await docker(["image", "inspect", nameOf(service)])) as readonly ImageInspected[];
  console.log(`${nameOf(service)}: ${Math.round((image?.Size ?? 0) / 1e6)} MB`);

  expect(image?.Config.Labels).toMatchObject({
    "org.opencontainers.image.title": `TGCall ${service}`,
    "org.opencontainers.image.description": expect.stringMatching(/\w+/),
    "org.opencontainers.image.licenses": "Apache-2.0",
    "org.opencontainers.image.version": "test",
    "org.opencontainers.image.revision": expect.stringMatching(/\w+/),
  });
  expect(image?.Config.User).toMatch(/^[1-9]\d*:[1-9]\d*$/);
  expect(image?.Config.Healthcheck?.Test?.length).toBeGreaterThan(1);
  if (service !== "web") expect(image?.Config.Env).toContain("NODE_ENV=production");
});

interface ImageInspected {
  readonly Size: number;
  readonly Config: {
    readonly Labels: Readonly<Record<string, string>>;
    readonly User: string;
    readonly Env: readonly string[];
    readonly Healthcheck?: { readonly Test?: readonly string[] };
  };
}

test.for(["api", "signal"] as const)("the image of %s holds the packages that it runs on, and none of development", async (service) => {
  const lock = JSON.parse(readFileSync(`${installation.folder}/package-lock.json`, "utf8")) as Lock;

  const found = lines(await inside(service, "cd /app && find . -path '*/node_modules/*' -name package.json"));
  const packages = found.map((file) => file.replace(/^\.\//, "").replace(/\/package\.json$/, "")).filter((path) => path in lock.packages);

  expect(packages).toContain("node_modules/ioredis");
  expect(packages.filter((path) => lock.packages[path]?.dev === true)).toEqual([]);
  expect(lines(await inside(service, "cd /app && ls node_modules"))).not.toContain("typescript");
});

interface Lock {
  readonly packages: Readonly<Record<string, { readonly dev?: boolean }>>;
}

test("the image of web holds the pages and what serves them, and nothing of Node", async () => {
  const files = lines(await inside("web", "find /opt /usr/share/nginx -type f; command -v node npm || true"));

  expect(files).toContain("/opt/tgcall/pages/join.html.gz");
  expect(files.filter((file) => /node|package\.json|\.tsx?$/.test(file))).toEqual([]);
});

test.for(services)("the image of %s holds no source map, no test and no secret", async (service) => {
  const files = lines(await inside(service, "cd / && find app opt home -type f 2>/dev/null || true"));
  const own = files.filter((file) => !file.includes("/node_modules/"));
  const secrets = ["JWT_SECRET", "TURN_SECRET", "REDIS_PASSWORD", "API_KEYS"].map((name) => installation.setting(name));
  const search = `cd / && grep -rlF ${secrets.map((secret) => `-e ${secret}`).join(" ")} app opt home etc run root var 2>/dev/null || true`;

  expect(own.length).toBeGreaterThan(10);
  expect(files.filter((file) => file.endsWith(".map"))).toEqual([]);
  expect(own.filter((file) => /\.(test|contract)\.|\/testing\/|\/tests?\//.test(file))).toEqual([]);
  expect(own.filter((file) => /(^|\/)(\.env|\.git|\.npmrc|certs)(\/|$)|\.(pem|key)$/.test(file))).toEqual([]);
  expect(lines(await inside(service, search))).toEqual([]);
  const history = await docker(["history", "--no-trunc", "--format", "{{.CreatedBy}}", nameOf(service)]);
  for (const secret of secrets) expect(history).not.toContain(secret);
});

test("sources change less of an image than packages do: they come after them", async () => {
  const history = lines(await docker(["history", "--no-trunc", "--format", "{{.CreatedBy}}", nameOf("api")])).toReversed();
  const at = (part: string): number => history.findIndex((line) => line.includes(part));

  expect(at("COPY /app ./")).toBeGreaterThan(-1);
  expect(at("COPY packages/protocol")).toBeGreaterThan(at("COPY /app ./"));
  expect(at("COPY services/api")).toBeGreaterThan(at("COPY packages/store"));
  expect(at("LABEL org.opencontainers")).toBeGreaterThan(at("COPY services/api"));
});
