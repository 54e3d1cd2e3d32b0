import { existsSync, globSync, readFileSync } from "node:fs";
import { readConfig as readApi } from "@tgcall/api/config";
import { isRecord } from "@tgcall/protocol";
import { createOrigins, publicAddress } from "@tgcall/runtime";
import { readConfig as readSignal } from "@tgcall/signal/config";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { environmentOf } from "./support/environment-of.ts";
import { chartFolder, nameOf, parseManifests, render, valuesFiles } from "./support/helm.ts";
import { at, listAt, listedAt, ofKind, workloadPods } from "./support/objects.ts";
import { skaffoldFaultsOf } from "./support/schemas.ts";

const skaffold: unknown = parse(readFileSync("skaffold.yaml", "utf8"));
const [release] = listAt(skaffold, "deploy", "helm", "releases");
const artifacts = listAt(skaffold, "build", "artifacts");
const profiles = listAt(skaffold, "profiles");
const patches = profiles.flatMap((profile) => listAt(profile, "patches"));

const devValues = Object(patches.find(({ path }) => path === "/deploy/helm/releases/0/setValues")?.["value"]);
const patchedFiles = patches
  .filter(({ path }) => path === "/deploy/helm/releases/0/valuesFiles")
  .flatMap(({ value }) => (Array.isArray(value) ? value : []));

test("skaffold.yaml is valid by its schema, which refuses what it does not know", () => {
  expect(skaffoldFaultsOf(skaffold)).toEqual([]);
  expect(skaffoldFaultsOf({ ...Object(skaffold), biuld: {} })).not.toEqual([]);
});

test("every path that it names exists", () => {
  const paths = [
    release?.["chartPath"],
    ...listedAt(release, "valuesFiles"),
    ...patchedFiles,
    ...artifacts.flatMap((each) => [each["context"], at(each, "docker", "dockerfile")]),
  ];
  const sources = artifacts.flatMap((each) => listAt(each, "sync", "manual").map(({ src }) => String(src)));

  expect(paths.filter((path) => !existsSync(String(path)))).toEqual([]);
  expect(sources.filter((source) => globSync(source).length === 0)).toEqual([]);
});

test("what is synced lies in the image where its Dockerfile puts it", () => {
  for (const artifact of artifacts.filter((each) => at(each, "sync") !== undefined)) {
    const dockerfile = readFileSync(String(at(artifact, "docker", "dockerfile")), "utf8");
    const folders = new Set(
      listAt(artifact, "sync", "manual").flatMap(({ src }) => globSync(String(src)).map((path) => path.split("/").slice(0, 2).join("/"))),
    );
    const copied = [...folders].filter((folder) => dockerfile.includes(`COPY ${folder} ${folder}`));

    expect(dockerfile).toContain("WORKDIR /app");
    expect(copied.length).toBeGreaterThan(1);
    expect(listAt(artifact, "sync", "manual").every(({ dest }) => dest === "/app")).toBe(true);
  }
});

test("every command that it runs is one of the repository", () => {
  const { scripts } = JSON.parse(readFileSync("package.json", "utf8"));
  const commands = listAt(skaffold, "deploy", "helm", "hooks", "before").map((hook) => listedAt(hook, "host", "command"));

  expect(commands).toEqual([["npm", "run", expect.any(String)]]);
  expect(commands.filter(([, , script]) => !Object.hasOwn(scripts, String(script)))).toEqual([]);
});

test("every value that it sets is one of the chart, and every image one that it deploys", async () => {
  const templates = Object.entries(Object(release?.["setValueTemplates"]));
  const set = templates.flatMap(([name, template]) => ["--set", `${name}=${fill(String(template))}`]);
  const development = Object.entries(devValues).flatMap(([name, value]) => ["--set", `${name}=${value}`]);

  const objects = parseManifests(await render({ values: String(listedAt(release, "valuesFiles")[0]), more: [...set, ...development] }));

  const images = workloadPods(objects).flatMap(({ containers }) => containers.map(({ image }) => String(image)));
  for (const { image } of artifacts) expect(images).toContain(`${image}:0123abc`);
  expect(templates).toHaveLength(3 * artifacts.length);
});

/** As Skaffold fills it in: what is no letter and no digit of an image's name becomes _. */
const fill = (template: string): string =>
  template.replaceAll(/\{\{\.IMAGE_(REPO|TAG)_(\w+)}}/g, (_, part, name) => {
    const image = artifacts.map((each) => String(each["image"])).find((each) => each.replaceAll(/[^a-zA-Z0-9]/g, "_") === name);
    if (image === undefined) throw new Error(`${template} is of no image`);
    return part === "REPO" ? image : "0123abc";
  });

test("every port that it forwards is one of a Service", async () => {
  const services = ofKind(
    parseManifests(await render({ values: String(listedAt(release, "valuesFiles")[0]), release: String(release?.["name"]) })),
    "Service",
  );
  const isThere = ({ resourceName, port }: Record<string, unknown>): boolean =>
    services.some(
      (service) =>
        at(service, "metadata", "name") === resourceName && listAt(service, "spec", "ports").some((each) => each["port"] === port),
    );

  expect(listAt(skaffold, "portForward").filter((forward) => !isThere(forward))).toEqual([]);
});

test("with `skaffold dev` a page at the forwarded port of web finds api and signal, and both take it for their own", async () => {
  const development = Object.entries(devValues).flatMap(([name, value]) => ["--set", `${name}=${value}`]);
  const objects = parseManifests(
    await render({ values: String(listedAt(release, "valuesFiles")[0]), release: String(release?.["name"]), more: development }),
  );
  const forwarded = (name: string) => {
    const found = listAt(skaffold, "portForward").find(({ resourceName }) => resourceName === name);
    return `localhost:${found?.["localPort"] ?? found?.["port"]}`;
  };
  const origins = (component: "api" | "signal") => {
    const settings = (component === "api" ? readApi : readSignal)(environmentOf(objects, component) ?? {});
    return createOrigins({ ...settings, ...publicAddress(settings) });
  };
  const request = { headers: { host: forwarded("tgcall-web") } };
  const web = environmentOf(objects, "web") ?? {};

  expect(origins("api").publicOrigin(request)).toBe(`http://${forwarded("tgcall-web")}`);
  expect(origins("api").wsUrl(request)).toBe(`ws://${forwarded("tgcall-signal")}/ws`);
  expect(origins("signal").allows(`http://${forwarded("tgcall-web")}`, request)).toBe(true);
  expect(web["CONNECT_SRC"]).toBe(`ws://${forwarded("tgcall-signal")}`);
  expect(web["API_UPSTREAM"]).toBe("http://tgcall-api:3001");
  expect(ofKind(objects, "Service").map(nameOf)).toContain("Service/tgcall-api");
  expect(ofKind(objects, "NetworkPolicy")).toEqual([]);
});

test("in development services watch their files and may write them; otherwise nothing may", async () => {
  const [, values = ""] = valuesFiles.find(([name]) => name === "minimal") ?? [];
  const pods = workloadPods(parseManifests(await render({ values, more: ["--set", "development=true"] })));

  const watching = pods.filter(({ containers }) => listedAt(containers[0], "command").some((word) => String(word).startsWith("--watch")));
  expect(watching.map(({ component }) => component).toSorted()).toEqual(["api", "signal"]);
  expect(watching.every(({ containers }) => at(containers[0], "securityContext", "readOnlyRootFilesystem") === false)).toBe(true);
  expect(
    watching
      .flatMap(({ containers }) => listedAt(containers[0], "command"))
      .filter((word) => /^(services|\.\/packages)\/.*\.ts$/.test(String(word)) && !existsSync(String(word))),
  ).toEqual([]);
  expect(isRecord(profiles.find(({ name }) => name === "dev"))).toBe(true);
  expect(existsSync(chartFolder)).toBe(true);
});
