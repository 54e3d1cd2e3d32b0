import type { Construct } from "constructs";
import type { ISecret } from "kubernetes-models/v1/Secret";
import {
  all,
  any,
  equals,
  generationAnnotation,
  keptValue,
  not,
  previousValue,
  Resource,
  release,
  text,
  when,
} from "../../twofold/index.ts";
import { mainSecret } from "../secret-names.ts";
import { values } from "../values/index.ts";
import { traffic } from "./all.ts";

const { secrets, config } = values;
const kept = (key: string) => ({ secret: mainSecret, key, generation: secrets.generation });

/** What tokens and TURN credentials are signed with: drawn once, kept by every upgrade, kept after an uninstall. */
export const mainSecrets = (scope: Construct): unknown =>
  new Resource<ISecret>(
    scope,
    "secret",
    {
      apiVersion: "v1",
      kind: "Secret",
      metadata: {
        name: mainSecret,
        namespace: release.namespace,
        labels: traffic.labels,
        annotations: { "helm.sh/resource-policy": "keep", [generationAnnotation]: text`${secrets.generation}` },
      },
      type: "Opaque",
      stringData: {
        "jwt-secret": keptValue(kept("jwt-secret")),
        "jwt-secret-previous": previousValue(kept("jwt-secret")),
        "turn-secret": keptValue(kept("turn-secret")),
        "turn-secret-previous": previousValue(kept("turn-secret")),
        "api-keys": when(equals(config.createAuth, "api-key"), keptValue(kept("api-keys"))),
        "telegram-bot-token": when(secrets.telegramBotToken, secrets.telegramBotToken),
      },
    },
    all(not(secrets.existingSecret), any(values.api.enabled, values.signal.enabled, equals(values.turn.provider, "coturn"))),
  );
