import { Construct } from "constructs";
import type { IDaemonSet } from "kubernetes-models/apps/v1/DaemonSet";
import type { IDeployment } from "kubernetes-models/apps/v1/Deployment";
import type { IConfigMap } from "kubernetes-models/v1/ConfigMap";
import type { IService } from "kubernetes-models/v1/Service";
import { all, because, equals, fileContent, namedTree, Resource, release, text, when } from "../../../twofold/index.ts";
import { runsCoturn as runs } from "../../conditions.ts";
import { disruptionBudget } from "../../parts/disruption-budget.ts";
import { metadataOf } from "../../parts/metadata.ts";
import { monitor } from "../../parts/monitor.ts";
import { serviceAccount } from "../../parts/service.ts";
import { values } from "../../values/index.ts";
import { coturn } from "../all.ts";
import { coturnPod } from "./pod.ts";

const said = values.coturn;

const scripts = namedTree<Record<string, string>>("tgcall.coturn.scripts", "How coturn is started and drained, as on one machine", {
  "render.awk": fileContent("files/render.awk"),
  "entrypoint.sh": fileContent("files/coturn/entrypoint.sh"),
  "healthcheck.sh": fileContent("files/coturn/healthcheck.sh"),
  "turnserver.conf.template": fileContent("files/coturn/turnserver.conf.template"),
  "start.sh": fileContent("files/coturn/start.sh"),
  "drain.sh": fileContent("files/coturn/drain.sh"),
});

/** The TURN server, on the network of its nodes: relays need thousands of ports, and no proxy between. */
export class Coturn extends Construct {
  constructor(scope: Construct) {
    super(scope, "coturn");
    new Resource<IConfigMap>(this, "configmap", { apiVersion: "v1", kind: "ConfigMap", metadata: metadataOf(coturn), data: scripts }, runs);
    new Resource<IConfigMap>(
      this,
      "configmap-nodes",
      {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { name: text`${coturn.name}-nodes`, namespace: release.namespace, labels: coturn.labels },
        data: said.externalIps,
      },
      all(runs, said.externalIps),
    );
    daemonSet(this);
    deployment(this);
    serviceAccount(this, coturn, said, runs);
    // For Gateways that pass TLS through; peers reach the nodes themselves.
    new Resource<IService>(
      this,
      "service",
      {
        apiVersion: "v1",
        kind: "Service",
        metadata: metadataOf(coturn),
        spec: {
          type: "ClusterIP",
          selector: coturn.selector,
          ports: [
            { name: "turn-udp", port: values.turn.udpPort, targetPort: "turn-udp", protocol: "UDP" },
            { name: "turn-tcp", port: values.turn.udpPort, targetPort: "turn-tcp", protocol: "TCP" },
            { name: "turn-tls", port: values.turn.tlsPort, targetPort: "turn-tls", protocol: "TCP" },
            when(said.metrics.enabled, { name: "metrics", port: said.metrics.port, targetPort: "metrics", protocol: "TCP" }),
          ],
        },
      },
      runs,
    );
    monitor(this, coturn, "metrics", all(runs, said.metrics.enabled));
    disruptionBudget(this, coturn, 1, all(runs, equals(said.kind, "Deployment")));
  }
}

const rollout = {
  type: "RollingUpdate",
  rollingUpdate: { maxSurge: because<number>("The ports of a node cannot be had twice.", 0), maxUnavailable: 1 },
} as const;

const daemonSet = (scope: Construct): unknown =>
  new Resource<IDaemonSet>(
    scope,
    "daemonset",
    {
      apiVersion: "apps/v1",
      kind: "DaemonSet",
      metadata: metadataOf(coturn),
      spec: {
        revisionHistoryLimit: 3,
        minReadySeconds: 5,
        updateStrategy: rollout,
        selector: { matchLabels: coturn.selector },
        template: coturnPod(scripts),
      },
    },
    all(runs, equals(said.kind, "DaemonSet")),
  );

const deployment = (scope: Construct): unknown =>
  new Resource<IDeployment>(
    scope,
    "deployment",
    {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: metadataOf(coturn),
      spec: {
        replicas: said.replicas,
        revisionHistoryLimit: 3,
        minReadySeconds: 5,
        strategy: rollout,
        selector: { matchLabels: coturn.selector },
        template: coturnPod(scripts),
      },
    },
    all(runs, equals(said.kind, "Deployment")),
  );
