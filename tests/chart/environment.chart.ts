import { settings as api, readConfig as readApi } from "@tgcall/api/config";
import { readConfig as readSignal, settings as signal } from "@tgcall/signal/config";
import { describe, expect, test } from "vitest";
import { type Manifest, parseManifests, render, valuesFiles } from "./support/helm.ts";
import { at, listAt, ofKind, workloadPods } from "./support/objects.ts";

const services = [
  { component: "api", settings: api, read: readApi },
  { component: "signal", settings: signal, read: readSignal },
] as const;

/** What Secrets of the user hold, in place of what the chart would draw. */
const ofUser: Readonly<Record<string, string>> = {
  "jwt-secret": "N7vK2pQ9xW4mZ8tR5yB1cD6fG3hJ0kLs",
  "turn-secret": "a8K3nV6bX1zQ5wE9rT2yU7iO4pL0sDfG",
  "api-keys": "k9F2mC7xR4vB8nL1qW6eT3yU5iO0pA",
  "telegram-bot-token": "123456789:N7vK2pQ9xW4mZ8tR5yB1cD6fG3hJ0kLs",
  "api-url": "redis://redis:6379",
  "signal-url": "redis://redis:6379",
  url: "redis+sentinel://a:26379,b:26379/main",
  "ca.crt": "-----BEGIN CERTIFICATE-----",
};

/** The environment of the first container, as Kubernetes would make it. */
function environmentOf(objects: readonly Manifest[], component: string): Record<string, string> | undefined {
  const container = workloadPods(objects).find((pod) => pod.component === component)?.containers[0];
  if (container === undefined) return undefined;
  const find = (kind: string, name: unknown): Manifest | undefined =>
    ofKind(objects, kind).find((each) => at(each, "metadata", "name") === name);
  const said = listAt(container, "envFrom").map((source) => Object(find("ConfigMap", at(source, "configMapRef", "name"))?.["data"]));
  const secret = (reference: unknown): unknown => {
    const made = find("Secret", at(reference, "name"))?.["stringData"];
    return Object(made ?? ofUser)[String(at(reference, "key"))];
  };
  const single = listAt(container, "env").map(
    ({ name, value, valueFrom }) => [String(name), value ?? secret(at(valueFrom, "secretKeyRef"))] as const,
  );
  return Object.assign({}, ...said, Object.fromEntries(single.filter(([, value]) => value !== undefined)));
}

describe.each(services)("$component", ({ component, settings, read }) => {
  test.each(valuesFiles)("understands all that the values %s tell it, in production", async (_name, values) => {
    const environment = environmentOf(parseManifests(await render({ values })), component);
    if (environment === undefined) return;

    expect(environment["NODE_ENV"]).toBe("production");
    expect(read(environment)).toMatchObject({ REDIS_URL: expect.stringMatching(/^redis/), DOMAIN: "call.example.com" });
  });

  test.each(valuesFiles)("is told nothing by the values %s that it does not read", async (_name, values) => {
    const names = Object.keys(environmentOf(parseManifests(await render({ values })), component) ?? {});

    expect(names.filter((name) => !(name in settings) && !/^(NODE|OTEL)_/.test(name))).toEqual([]);
  });

  test("is told of every setting by some values", async () => {
    const told = await Promise.all(
      valuesFiles.map(async ([, values]) => environmentOf(parseManifests(await render({ values })), component) ?? {}),
    );
    const names = new Set(told.flatMap((environment) => Object.keys(environment)));

    expect(Object.keys(settings).filter((name) => !names.has(name))).toEqual([]);
  });
});
