import type { ILocalObjectReference } from "kubernetes-models/v1/LocalObjectReference";
import { choice, flag, group, integer, manifests, string, stringMap, valuesOf } from "../../twofold/index.ts";
import { api, coturn, externalRedis, loadTest, redis, signal, turn, web } from "./component-fields.ts";
import { kubernetes } from "./kubernetes-schemas.ts";
import { settingFields } from "./setting-fields.ts";
import { gateway, ingress, metrics, networkPolicy, tls, tracing } from "./traffic-fields.ts";
import { hostName, namePart, objectName } from "./workload-fields.ts";

const pullSecrets = manifests<ILocalObjectReference>("Secrets that images are pulled with", [], kubernetes("LocalObjectReference"));
const config = settingFields(
  [
    "API_ORIGIN",
    "WS_PUBLIC",
    "SIGNAL_PATH",
    "ALLOWED_ORIGINS",
    "TRUST_PROXY_HOPS",
    "CREATE_AUTH",
    "CALL_TTL_SECONDS",
    "CODE_TTL_SECONDS",
    "JOIN_TOKEN_TTL_SECONDS",
    "MAX_PEERS_PER_CALL",
    "TURN_TTL_SECONDS",
    "RATE_CREATE",
    "RATE_RESOLVE",
    "RATE_JOIN",
    "RATE_CHECK",
    "RATE_REPORT",
    "CLIENT_REPORTS",
    "REDIS_MIN_REPLICAS",
    "LOG_LEVEL",
    "DRAIN_SECONDS",
  ],
  { CREATE_AUTH: "api-key", TRUST_PROXY_HOPS: 1 },
);

const secrets = group("What must not be known", {
  existingSecret: objectName(
    "A Secret of yours with jwt-secret, turn-secret and, as needed, jwt-secret-previous, turn-secret-previous, api-keys, telegram-bot-token; without, they are drawn once and kept",
  ),
  drawnBy: choice(
    "Who draws the secrets that are not yours: Helm, which finds them again in the cluster, or a job in the cluster before each installation and upgrade, for what renders charts away from it (Argo CD)",
    ["helm", "job"],
    "helm",
  ),
  generation: integer(
    "Raise it by one, and when all pods are ready by one again, for new secrets that nobody notices: even ones have them accepted, odd ones signed with (docs/operations.md)",
    1,
    { min: 1, max: 900_000 },
  ),
  telegramBotToken: string("The token of the bot under `config.createAuth: telegram`; better in a Secret of yours", "", {
    pattern: "^[A-Za-z0-9:_-]*$",
  }),
});

/** All values of the chart, in the order of values.yaml. */
export const valueFields = group("", {
  global: group(
    "What a chart that has this one as a part says for all of its parts",
    { imageRegistry: string("Where all images are", "", { pattern: "^([a-z0-9][a-z0-9.:/_-]*)?$" }), imagePullSecrets: pullSecrets },
    { open: true },
  ),
  nameOverride: namePart("In place of the chart's name, in names and labels"),
  fullnameOverride: namePart("In place of release and name, in names"),
  commonLabels: stringMap("Labels of every object", { refused: "^app\\.kubernetes\\.io/|^helm\\.sh/" }),
  imagePullSecrets: pullSecrets,
  domain: hostName("The host name under which browsers reach the installation; required"),
  tls,
  config: group("What the services are told; docs/configuration.md has the whole table", config),
  secrets,
  api,
  signal,
  web,
  redis,
  externalRedis,
  turn,
  coturn,
  ingress,
  gateway,
  networkPolicy,
  metrics,
  tracing,
  helmTest: group("`helm test` makes a call across pods", { enabled: flag("Whether the chart has that test", true) }),
  loadTest,
  development: flag(
    "For `skaffold dev` alone: files in the containers of api and signal may be changed, and restart them; web hands /api on",
    false,
  ),
  extraObjects: manifests<object>("Objects beside the chart's; templates in them are rendered"),
});

export const values = valuesOf(valueFields);
