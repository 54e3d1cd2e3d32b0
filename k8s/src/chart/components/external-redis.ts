import type { Construct } from "constructs";
import type { INetworkPolicyEgressRule } from "kubernetes-models/networking.k8s.io/v1/NetworkPolicyEgressRule";
import type { ISecret } from "kubernetes-models/v1/Secret";
import { all, any, isAbove, not, Resource, release, type Tree, when } from "../../twofold/index.ts";
import { externalRedisKey, externalRedisSecret } from "../secret-names.ts";
import { values } from "../values/index.ts";
import { traffic } from "./all.ts";

const { externalRedis, networkPolicy } = values;

/** Commands to a Redis that runs elsewhere. */
export const toExternalRedis: Tree<INetworkPolicyEgressRule> = {
  ports: [
    { port: networkPolicy.externalRedisPort, protocol: "TCP" },
    when(isAbove(networkPolicy.externalSentinelPort, 0), { port: networkPolicy.externalSentinelPort, protocol: "TCP" }),
  ],
  to: networkPolicy.externalRedisTo,
};

/** The URL of a Redis that runs elsewhere, where no Secret of the user holds it. */
export const externalRedisUrl = (scope: Construct): unknown =>
  new Resource<ISecret>(
    scope,
    "external-redis-secret",
    {
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: externalRedisSecret, namespace: release.namespace, labels: traffic.labels },
      type: "Opaque",
      stringData: { [externalRedisKey]: externalRedis.url },
    },
    all(not(values.redis.enabled), not(externalRedis.existingSecret), any(values.api.enabled, values.signal.enabled)),
  );
