import { describe } from "vitest";
import { never } from "./support/every-values-file.ts";
import { nameOf } from "./support/helm.ts";
import { allPods, at, listAt, ofKind } from "./support/objects.ts";

const secretKinds = /password|secret|token|api[-_]?key|_KEY$|REDIS_URL$/i;

describe("secrets", () => {
  never("stand in no ConfigMap", (objects) =>
    ofKind(objects, "ConfigMap")
      .filter((config) => !nameOf(config).endsWith("-coturn") && !nameOf(config).includes("-test-"))
      .flatMap((config) => Object.keys(Object(config["data"])))
      .filter((key) => secretKinds.test(key) && !key.endsWith("_TTL_SECONDS")),
  );

  never("stand in no environment by value", (objects) =>
    allPods(objects)
      .flatMap(({ containers }) => containers.flatMap((each) => listAt(each, "env")))
      .filter(({ name, value }) => secretKinds.test(String(name)) && value !== undefined && name !== "TLS_KEY"),
  );

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
