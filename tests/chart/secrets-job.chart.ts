import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempDisposableSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { chartFolder, parseManifests, render } from "./support/helm.ts";
import { at, objectNamed, ofKind } from "./support/objects.ts";
import { type SecretsServer, startSecretsServer } from "./support/secrets-server.ts";

const values = `${chartFolder}/ci/secrets-job-values.yaml`;

/** What the Secrets hold, by their names. */
const heldBy = ({ secrets }: SecretsServer): Record<string, Record<string, string>> =>
  Object.fromEntries(
    [...secrets].map(([name, { data }]) => [
      name,
      Object.fromEntries(Object.entries(Object(data)).map(([key, base64]) => [key, Buffer.from(String(base64), "base64").toString()])),
    ]),
  );

/** Runs what the pod of the job would run; answers what it says. */
async function runJob(server: SecretsServer, ...settings: readonly string[]): Promise<{ readonly code: unknown; readonly said: string }> {
  using folder = mkdtempDisposableSync(join(tmpdir(), "draw-"));
  const objects = parseManifests(await render({ values, more: settings.flatMap((setting) => ["--set", setting]) }));
  const config = objectNamed(objects, "ConfigMap", "tgcall-secrets-job");
  for (const [name, content] of Object.entries(Object(config?.["data"]))) writeFileSync(join(folder.path, name), String(content));
  const child = spawn(process.execPath, [join(folder.path, "draw.mjs")], { env: { ...server.environment } });
  const [said, complained, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "exit")]);
  return { code, said: said + complained };
}

test("the job draws what Helm would draw, and keeps it the next time", async () => {
  await using server = await startSecretsServer();
  const byHelm = parseManifests(await render({ values, more: ["--set", "secrets.drawnBy=helm"] }));

  expect(await runJob(server)).toEqual({ code: 0, said: "tgcall-secrets: drawn\ntgcall-redis-access: drawn\n" });
  const first = heldBy(server);
  expect(await runJob(server)).toEqual({ code: 0, said: "tgcall-secrets: kept\ntgcall-redis-access: kept\n" });

  expect(heldBy(server)).toEqual(first);
  for (const secret of ofKind(byHelm, "Secret")) {
    const made = first[String(at(secret, "metadata", "name"))] ?? {};
    expect(withoutDrawn(made)).toEqual(withoutDrawn(Object(secret["stringData"])));
  }
});

/** The texts with a word in place of all that was drawn. */
const withoutDrawn = (texts: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(texts).map(([key, value]) => [key, value.replaceAll(/[A-Za-z0-9]{48}/g, "(drawn)")]));

test("generations replace secrets as Helm would, in two steps; keys of the api and passwords of Redis stay", async () => {
  await using server = await startSecretsServer();
  const after = async (generation: number): Promise<Record<string, Record<string, string>>> => {
    await runJob(server, `secrets.generation=${generation}`);
    return heldBy(server);
  };
  const [first, second, again, third, fifth] = [await after(1), await after(2), await after(2), await after(3), await after(5)];

  const { "jwt-secret": old, "turn-secret": oldTurn, "api-keys": keys } = first["tgcall-secrets"] ?? {};
  const { "jwt-secret-previous": next, "turn-secret-previous": nextTurn } = second["tgcall-secrets"] ?? {};
  expect(second["tgcall-secrets"]).toMatchObject({ "jwt-secret": old, "turn-secret": oldTurn, "api-keys": keys });
  expect([next, nextTurn]).toEqual([expect.stringMatching(/^\w{48}$/), expect.stringMatching(/^\w{48}$/)]);
  expect(again).toEqual(second);
  expect(third["tgcall-secrets"]).toMatchObject({
    "jwt-secret": next,
    "jwt-secret-previous": old,
    "turn-secret": nextTurn,
    "api-keys": keys,
  });
  expect(fifth["tgcall-secrets"]?.["jwt-secret-previous"]).toBe(next);
  expect([old, next]).not.toContain(fifth["tgcall-secrets"]?.["jwt-secret"]);
  expect(fifth["tgcall-redis-access"]).toEqual(first["tgcall-redis-access"]);
});

test("Helm finds what the job has drawn, and may take it over", async () => {
  await using server = await startSecretsServer();
  await runJob(server);

  for (const secret of server.secrets.values()) {
    expect(secret).toMatchObject({
      metadata: {
        labels: { "app.kubernetes.io/managed-by": "Helm" },
        annotations: {
          "meta.helm.sh/release-name": "tgcall",
          "meta.helm.sh/release-namespace": "calls",
          "helm.sh/resource-policy": "keep",
          "secret-generation": "1",
        },
      },
    });
  }
});

test("what others say of a Secret stays", async () => {
  await using server = await startSecretsServer();
  await runJob(server);
  Object(server.secrets.get("tgcall-secrets")?.["metadata"]).labels["example.com/team"] = "calls";

  await runJob(server);

  expect(at(server.secrets.get("tgcall-secrets"), "metadata", "labels", "example.com/team")).toBe("calls");
});

test("of two that draw at the same time one wins, and the other keeps that", async () => {
  await using server = await startSecretsServer();
  await using other = await startSecretsServer();
  await runJob(other);
  server.meanwhile = () => {
    for (const [name, secret] of other.secrets) server.secrets.set(name, secret);
  };

  expect(await runJob(server)).toEqual({ code: 0, said: "tgcall-secrets: kept\ntgcall-redis-access: kept\n" });
  expect(heldBy(server)).toEqual(heldBy(other));
});

test("a job that may not draw fails, and says what it was told", async () => {
  await using server = await startSecretsServer();
  using folder = mkdtempDisposableSync(join(tmpdir(), "account-"));
  writeFileSync(join(folder.path, "token"), "another");
  writeFileSync(join(folder.path, "ca.crt"), "");

  const stranger = { ...server, environment: { ...server.environment, ACCOUNT_FOLDER: folder.path, NODE_TLS_REJECT_UNAUTHORIZED: "0" } };
  const { code, said } = await runJob(stranger);

  expect(code).toBe(1);
  expect(said).toContain("GET /api/v1/namespaces/calls/secrets/tgcall-secrets answered 401: Unauthorized");
});
