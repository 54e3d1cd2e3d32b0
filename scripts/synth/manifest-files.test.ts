import { expect, test } from "vitest";
import { stringify } from "yaml";
import { findSecret, manifestFiles } from "./manifest-files.ts";

const values = { domain: "call.example.com", turn: { provider: "none" } };
const written = (files: ReturnType<typeof manifestFiles>) => (path: string) => (files.has(path) ? stringify(files.get(path)) : undefined);

test("layers of values lie one over the other", () => {
  const files = manifestFiles([values, { api: { replicas: 5 } }, { api: { resources: null } }], {});

  expect(files.get("api/deployment.yaml")).toMatchObject({ spec: { replicas: 5 } });
});

test("secrets that an earlier run drew are kept", () => {
  const first = manifestFiles([values], {});

  const second = manifestFiles([values], { lookup: findSecret(written(first)) });

  for (const path of ["secret.yaml", "redis/secret.yaml"]) expect(second.get(path)).toEqual(first.get(path));
});

test("another generation draws them anew, and keeps what still has to work", () => {
  const first = manifestFiles([values], {});
  const before = Object(first.get("secret.yaml")?.["stringData"]);

  const second = manifestFiles([values, { secrets: { generation: 2 } }], { lookup: findSecret(written(first)) });
  const third = manifestFiles([values, { secrets: { generation: 2 } }], { lookup: findSecret(written(second)) });

  expect(second.get("secret.yaml")).toMatchObject({
    stringData: { "jwt-secret": before["jwt-secret"], "turn-secret": before["turn-secret"] },
  });
  expect(Object(second.get("secret.yaml")?.["stringData"])["jwt-secret-previous"]).toMatch(/^\w{48}$/);
  expect(third.get("secret.yaml")).toEqual(second.get("secret.yaml"));
});

test("a combination that cannot work is refused with all the sentences that mend it", () => {
  expect(() => manifestFiles([{ redis: { enabled: false } }], {})).toThrow(
    /- domain is empty.*\n- redis.enabled is false.*\n- turn.domain is empty/s,
  );
});
