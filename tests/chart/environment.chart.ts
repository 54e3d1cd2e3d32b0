import { globSync, readFileSync } from "node:fs";
import { settings as api, readConfig as readApi } from "@tgcall/api/config";
import { readConfig as readSignal, settings as signal } from "@tgcall/signal/config";
import { describe, expect, test } from "vitest";
import { environmentOf } from "./support/environment-of.ts";
import { never } from "./support/every-values-file.ts";
import { chartFolder, parseManifests, render, valuesFiles } from "./support/helm.ts";
import { allPods, listAt, listedAt, ownContainers, workloadPods } from "./support/objects.ts";

const services = [
  { component: "api", settings: api, read: readApi },
  { component: "signal", settings: signal, read: readSignal },
] as const;

describe.each(services)("$component", ({ component, settings, read }) => {
  test.each(valuesFiles)("understands all that the values %s tell it, in production", async (_name, values) => {
    const environment = environmentOf(parseManifests(await render({ values })), component);
    if (environment === undefined) return;

    expect(environment["NODE_ENV"]).toBe("production");
    expect(read(environment)).toMatchObject({ REDIS_URL: expect.stringMatching(/^redis/), DOMAIN: "call.example.com" });
  });

  test.each(valuesFiles)("is told nothing by the values %s that it does not read", async (_name, values) => {
    const names = Object.keys(environmentOf(parseManifests(await render({ values })), component) ?? {});
    const unread = names.filter((name) => !(name in settings) && !/^(NODE|OTEL)_/.test(name));

    expect(unread, `the chart sets what ${component} does not read: take it out of "sources" in k8s/src/chart/environment.ts`).toEqual([]);
  });

  test("is told of every setting by some values", async () => {
    const told = await Promise.all(
      valuesFiles.map(async ([, values]) => environmentOf(parseManifests(await render({ values })), component) ?? {}),
    );
    const names = new Set(told.flatMap((environment) => Object.keys(environment)));

    expect(
      Object.keys(settings).filter((name) => !names.has(name)),
      `${component} reads what no file of ${chartFolder}/ci sets: say in "sources" of k8s/src/chart/environment.ts where it comes from; if operators choose it, ` +
        `name it in "config" of k8s/src/chart/values/index.ts; if only some values set it, add these to a file of ci; then npm run gen`,
    ).toEqual([]);
  });
});

/** Where the containers that are not ours to configure in TypeScript read their variables. */
const readers: Readonly<Record<string, string>> = {
  coturn: `${chartFolder}/files/coturn/*`,
  web: "infra/nginx/pages/*",
  call: `${chartFolder}/files/helm-test/*`,
};
const sourcesOf = (pattern: string): string =>
  globSync(pattern)
    .map((path) => readFileSync(path, "utf8"))
    .join("\n");

describe("every container", () => {
  never("with scripts of its own is told what these read, and nothing else", (objects) =>
    allPods(objects)
      .flatMap(ownContainers)
      .filter(({ name }) => Object.hasOwn(readers, String(name)))
      .flatMap((container) => {
        const sources = sourcesOf(readers[String(container["name"])] ?? "");
        const said = listAt(container, "env").map(({ name }) => String(name));
        return said.filter((name) => name !== "NODE_OPTIONS" && !new RegExp(`\\b${name}\\b`).test(sources));
      }),
  );

  never("refuses in extraEnv what the chart itself tells it", (objects) => {
    const schema: unknown = JSON.parse(readFileSync(`${chartFolder}/values.schema.json`, "utf8"));
    return workloadPods(objects).flatMap(({ component, containers }) => {
      const names = ["properties", component, "properties", "extraEnv", "items", "allOf", 1, "properties", "name"] as const;
      const refused = listedAt(schema, ...names, "not", "enum");
      const said = listAt(containers[0], "env").map(({ name }) => name);
      return said.filter((name) => name !== "NODE_OPTIONS" && !refused.includes(name));
    });
  });
});
