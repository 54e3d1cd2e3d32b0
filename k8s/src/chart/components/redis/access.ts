import type { Construct } from "constructs";
import type { ISecret } from "kubernetes-models/v1/Secret";
import {
  all,
  constant,
  type Expression,
  generationAnnotation,
  keptValue,
  lines,
  linesWhen,
  not,
  Resource,
  release,
  text,
  variable,
} from "../../../twofold/index.ts";
import { ports } from "../../environment.ts";
import { redisSecret } from "../../secret-names.ts";
import { values } from "../../values/index.ts";
import { redis } from "../all.ts";

/** A password that every upgrade keeps. */
const password = (role: string): Expression<string> =>
  variable(`${role}Password`, keptValue({ secret: redisSecret, key: `${role}-password`, generation: constant(1) }));

const passwords = { api: password("api"), signal: password("signal"), probe: password("probe"), exporter: password("exporter") };

/** What a service of ours does: all with its keys and channels, nothing with the server. By `info` it sees whether Redis has loaded. */
const ofService = "~* &pod:* -@all +@read +@write +@pubsub +@scripting +@transaction +@connection +wait +time -@dangerous +info";
const ofProbe = "-@all +ping";
const ofExporter = "-@all +@connection -@dangerous +info +config|get +client|list +slowlog|get +slowlog|len +latency|latest";

const url = (role: "api" | "signal"): Expression<string> => text`redis://${role}:${passwords[role]}@${redis.name}:${ports.redis}`;

/** Who may do what in the Redis that comes along; nobody gets in without a password. */
export const redisAccess = (scope: Construct): unknown =>
  new Resource<ISecret>(
    scope,
    "secret",
    {
      apiVersion: "v1",
      kind: "Secret",
      metadata: {
        name: redisSecret,
        namespace: release.namespace,
        labels: redis.labels,
        annotations: { "helm.sh/resource-policy": "keep", [generationAnnotation]: "1" },
      },
      type: "Opaque",
      stringData: {
        "api-password": passwords.api,
        "signal-password": passwords.signal,
        "probe-password": passwords.probe,
        "exporter-password": passwords.exporter,
        "api-url": url("api"),
        "signal-url": url("signal"),
        "users.acl": lines(
          "user default off",
          text`user api on >${passwords.api} ${ofService}`,
          text`user signal on >${passwords.signal} ${ofService}`,
          text`user probe on >${passwords.probe} ${ofProbe}`,
          linesWhen(values.redis.exporter.enabled, text`user exporter on >${passwords.exporter} ${ofExporter}`),
        ),
      },
    },
    all(values.redis.enabled, not(values.redis.existingSecret)),
  );
