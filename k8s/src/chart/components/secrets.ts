import type { Construct } from "constructs";
import type { ISecret } from "kubernetes-models/v1/Secret";
import {
  all,
  any,
  type Entries,
  equals,
  generationAnnotation,
  namedCondition,
  not,
  Resource,
  release,
  text,
  when,
} from "../../twofold/index.ts";
import { mainSecret } from "../secret-names.ts";
import { values } from "../values/index.ts";
import { traffic } from "./all.ts";
import { byHelm, type Drawing } from "./drawing.ts";

const { secrets, config } = values;

/** Whether the chart has the Secret made, by Helm or by the job. */
export const isMainDrawn = namedCondition(
  "tgcall.isSecretDrawn",
  "Whether secrets of the installation are drawn: the user brings none, and something needs them",
  all(not(secrets.existingSecret), any(values.api.enabled, values.signal.enabled, equals(values.turn.provider, "coturn"))),
);

/** What tokens and TURN credentials are signed with, and keys of the api: drawn once, kept by every upgrade, kept after an uninstall. */
export const mainSecretOf = ({ drawn, rotated, previous, annotations }: Drawing): Entries<ISecret> => ({
  apiVersion: "v1",
  kind: "Secret",
  metadata: {
    name: mainSecret,
    namespace: release.namespace,
    labels: traffic.labels,
    annotations: { "helm.sh/resource-policy": "keep", [generationAnnotation]: text`${secrets.generation}`, ...annotations },
  },
  type: "Opaque",
  stringData: {
    "jwt-secret": rotated("jwt-secret"),
    "jwt-secret-previous": previous("jwt-secret"),
    "turn-secret": rotated("turn-secret"),
    "turn-secret-previous": previous("turn-secret"),
    "api-keys": when(equals(config.createAuth, "api-key"), drawn("api-keys")),
    "telegram-bot-token": when(secrets.telegramBotToken, secrets.telegramBotToken),
  },
});

/** The Secret as Helm draws it. */
export const mainSecrets = (scope: Construct): unknown =>
  new Resource<ISecret>(
    scope,
    "secret",
    mainSecretOf(byHelm(mainSecret, secrets.generation)),
    all(equals(secrets.drawnBy, "helm"), isMainDrawn),
  );
