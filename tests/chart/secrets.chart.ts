import { describe, expect, test } from "vitest";
import { never } from "./support/every-values-file.ts";
import { chartFolder, complaintOf, type Manifest, nameOf, parseManifests, render } from "./support/helm.ts";
import { allPods, at, listAt, ofKind } from "./support/objects.ts";

/** What the chart has drawn into Secrets. */
const drawnIn = (objects: readonly Manifest[]): readonly string[] =>
  ofKind(objects, "Secret").flatMap((secret) =>
    Object.values<string>(Object(secret["stringData"])).flatMap((text) => text.match(/[A-Za-z0-9]{48}/g) ?? []),
  );

/** What holds one of the texts, and is no Secret. */
const leaksOf = (objects: readonly Manifest[], texts: readonly string[]): readonly string[] =>
  objects
    .filter((object) => object["kind"] !== "Secret" && texts.some((text) => JSON.stringify(object).includes(text)))
    .map((object) => nameOf(object));

const values = `${chartFolder}/ci/default-values.yaml`;

describe("secrets", () => {
  never("that are drawn stand in Secrets alone", (objects) => leaksOf(objects, drawnIn(objects)));

  test("that are drawn are known to this test, and found where they should not be", async () => {
    const objects = parseManifests(await render({ values }));
    const drawn = drawnIn(objects);

    expect(new Set(drawn).size).toBe(7);
    const leak = { kind: "ConfigMap", metadata: { name: "leak" }, data: { note: `the key is ${drawn[0]}` } };
    expect(leaksOf([...objects, leak], drawn)).toEqual(["ConfigMap/leak"]);
  });

  test.each([
    ["the token of a bot", "secrets.telegramBotToken", "123456789:AAknownTokenOfTheBot", "tgcall-secrets"],
    ["the URL of a Redis elsewhere", "redis.enabled=false,externalRedis.url", "rediss://known.example.com", "tgcall-external-redis"],
  ])("that the values hold, such as %s, stand in a Secret alone", async (_title, path, text, secret) => {
    const objects = parseManifests(await render({ values, more: ["--set", `${path}=${text}`] }));

    expect(leaksOf(objects, [text])).toEqual([]);
    const holders = ofKind(objects, "Secret").filter((each) => JSON.stringify(each).includes(text));
    expect(holders.map(nameOf)).toEqual([`Secret/${secret}`]);
  });

  test("are refused where they would lie open in a release's values: a password in a URL of Redis", async () => {
    const more = ["--set", "redis.enabled=false,externalRedis.url=redis://user:known@redis.example.com"];

    expect(await render({ values, more }).then(() => "", complaintOf)).toMatch(/externalRedis.*url.*does not match pattern/s);
  });

  never("that are made are found where they are asked for", (objects) => {
    const made = new Map(
      ofKind(objects, "Secret").map((secret) => [at(secret, "metadata", "name"), Object.keys(Object(secret["stringData"]))]),
    );
    return allPods(objects)
      .flatMap(({ containers }) => containers.flatMap((each) => listAt(each, "env")))
      .map((variable) => at(variable, "valueFrom", "secretKeyRef"))
      .filter((reference) => reference !== undefined && at(reference, "optional") !== true)
      .filter((reference) => made.get(at(reference, "name"))?.includes(String(at(reference, "key"))) === false);
  });

  never("stay when the release goes", (objects) =>
    ofKind(objects, "Secret")
      .filter((secret) => !nameOf(secret).endsWith("-external-redis"))
      .filter((secret) => at(secret, "metadata", "annotations", "helm.sh/resource-policy") !== "keep"),
  );
});
