import type { Construct } from "constructs";
import type { ISecret } from "kubernetes-models/v1/Secret";
import {
  all,
  type Entries,
  equals,
  generationAnnotation,
  lines,
  linesWhen,
  namedCondition,
  namedTree,
  not,
  Resource,
  release,
  type Tree,
  text,
} from "../../../twofold/index.ts";
import { ports } from "../../environment.ts";
import { redisSecret } from "../../secret-names.ts";
import { values } from "../../values/index.ts";
import { redis } from "../all.ts";
import { byHelm, byJob, type Drawing } from "../drawing.ts";

/** Nobody can be this user; but as it Redis reads its own log when it starts, and leaves out the transactions that it may not do. */
const ofNobody = "off ~* &* +@all";

/** What a service of ours does: all with its keys and channels, nothing with the server. By `info` it sees whether Redis has loaded. */
const ofService = "~* &pod:* -@all +@read +@write +@pubsub +@scripting +@transaction +@connection +wait +time -@dangerous +info";
const ofProbe = "-@all +ping";
const ofExporter = "-@all +@connection -@dangerous +info +config|get +client|list +slowlog|get +slowlog|len +latency|latest";

/** Whether the chart has the Secret made, by Helm or by the job. */
export const isRedisDrawn = namedCondition(
  "tgcall.redis.isSecretDrawn",
  "Whether passwords of Redis are drawn: it runs here, and the user brings none",
  all(values.redis.enabled, not(values.redis.existingSecret)),
);

const passwordsOf = ({ drawn }: Drawing) => ({
  api: drawn("api-password"),
  signal: drawn("signal-password"),
  probe: drawn("probe-password"),
  exporter: drawn("exporter-password"),
});

/** Who may do what; nobody gets in without a password. */
const usersOf = ({ api, signal, probe, exporter }: ReturnType<typeof passwordsOf>): Tree<string> =>
  lines(
    text`user default ${ofNobody}`,
    text`user api on >${api} ${ofService}`,
    text`user signal on >${signal} ${ofService}`,
    text`user probe on >${probe} ${ofProbe}`,
    linesWhen(values.redis.exporter.enabled, text`user exporter on >${exporter} ${ofExporter}`),
  );

/** What Redis has to start again for when it changes. */
export const redisRules = namedTree<Record<string, string>>("tgcall.redis.rules", "Who may do what in Redis, without the passwords", {
  "users.acl": usersOf(passwordsOf(byJob)),
});

/** The Secret of the Redis that comes along. */
export function redisSecretOf(drawing: Drawing): Entries<ISecret> {
  const passwords = passwordsOf(drawing);
  return {
    apiVersion: "v1",
    kind: "Secret",
    metadata: {
      name: redisSecret,
      namespace: release.namespace,
      labels: redis.labels,
      annotations: { "helm.sh/resource-policy": "keep", [generationAnnotation]: "1", ...drawing.annotations },
    },
    type: "Opaque",
    stringData: {
      "api-password": passwords.api,
      "signal-password": passwords.signal,
      "probe-password": passwords.probe,
      "exporter-password": passwords.exporter,
      "api-url": text`redis://api:${passwords.api}@${redis.name}:${ports.redis}`,
      "signal-url": text`redis://signal:${passwords.signal}@${redis.name}:${ports.redis}`,
      "users.acl": usersOf(passwords),
    },
  };
}

/** The Secret as Helm draws it; every upgrade keeps the passwords. */
export const redisAccess = (scope: Construct): unknown =>
  new Resource<ISecret>(scope, "secret", redisSecretOf(byHelm(redisSecret, 1)), all(equals(values.secrets.drawnBy, "helm"), isRedisDrawn));
