import { Construct } from "constructs";
import type { IConfigMap } from "kubernetes-models/v1/ConfigMap";
import type { IService } from "kubernetes-models/v1/Service";
import { all, fileContent, namedTree, Resource, when } from "../../../twofold/index.ts";
import { ports } from "../../environment.ts";
import { disruptionBudget } from "../../parts/disruption-budget.ts";
import { metadataOf } from "../../parts/metadata.ts";
import { monitor } from "../../parts/monitor.ts";
import { from, fromMetrics, networkPolicy, podsOf } from "../../parts/network-policy.ts";
import { headlessService, serviceAccount, servicePorts } from "../../parts/service.ts";
import { values } from "../../values/index.ts";
import { api, redis, signal } from "../all.ts";
import { redisAccess } from "./access.ts";
import { statefulSet } from "./stateful-set.ts";

const said = values.redis;

const config = namedTree<Record<string, string>>("tgcall.redis.config", "The configuration of Redis, as on one machine", {
  "redis.conf": fileContent("files/redis/redis.conf"),
});

/** The Redis that comes along. */
export class Redis extends Construct {
  constructor(scope: Construct) {
    super(scope, "redis");
    new Resource<IConfigMap>(
      this,
      "configmap",
      { apiVersion: "v1", kind: "ConfigMap", metadata: metadataOf(redis), data: config },
      said.enabled,
    );
    redisAccess(this);
    statefulSet(this, config);
    new Resource<IService>(
      this,
      "service",
      {
        apiVersion: "v1",
        kind: "Service",
        metadata: metadataOf(redis),
        spec: {
          type: "ClusterIP",
          selector: redis.selector,
          ports: [
            ...servicePorts({ redis: ports.redis }),
            when(said.exporter.enabled, { name: "metrics", port: ports.redisExporter, targetPort: "metrics", protocol: "TCP" }),
          ],
        },
      },
      said.enabled,
    );
    headlessService(this, redis, { redis: ports.redis }, said.enabled);
    serviceAccount(this, redis, said, said.enabled);
    monitor(this, redis, "metrics", all(said.enabled, said.exporter.enabled));
    networkPolicy(
      this,
      redis,
      {
        ingress: [from([podsOf(api), podsOf(signal)], ports.redis), when(said.exporter.enabled, fromMetrics(ports.redisExporter))],
        egress: [],
      },
      said.enabled,
    );
    // There is but one: calls go on without it, and a node can be drained.
    disruptionBudget(this, redis, 1, said.enabled);
  }
}
