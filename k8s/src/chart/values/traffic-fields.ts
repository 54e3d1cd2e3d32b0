import type { INetworkPolicyEgressRule } from "kubernetes-models/networking.k8s.io/v1/NetworkPolicyEgressRule";
import type { INetworkPolicyIngressRule } from "kubernetes-models/networking.k8s.io/v1/NetworkPolicyIngressRule";
import type { INetworkPolicyPeer } from "kubernetes-models/networking.k8s.io/v1/NetworkPolicyPeer";
import { choice, flag, group, integer, manifests, string, stringMap } from "../../twofold/index.ts";
import { objectName } from "./workload-fields.ts";

export const tls = group("The certificate of `domain`, and of `turn.domain`", {
  existingSecret: objectName("A Secret with tls.crt and tls.key"),
  issuer: group("Who signs one for each of the two, when cert-manager runs in the cluster", {
    name: objectName(
      "The issuer; empty makes no certificate. HTTP-01 works where a name leads to the ingress: for `turn.domain` it may need a solver by DNS-01",
    ),
    kind: choice("Its kind", ["ClusterIssuer", "Issuer"], "ClusterIssuer"),
  }),
});

export const ingress = group("An Ingress for each of api, signal and web", {
  enabled: flag("Whether there are any", true),
  className: objectName("The class of the controller", "nginx"),
  preset: choice(
    "Whose annotations are set: time for WebSockets, size of bodies, and one pod for the peers of a call (nginx, haproxy; on two pods they meet through Redis)",
    ["nginx", "traefik", "haproxy", "none"],
    "nginx",
  ),
  annotations: stringMap("Annotations of all of them, over those of the preset"),
});

interface ParentReference {
  readonly name: string;
  readonly namespace?: string;
  readonly sectionName?: string;
}

const needsName = { type: "object", required: ["name"], properties: { name: { type: "string", minLength: 1 } } } as const;

export const gateway = group("Routes of the Gateway API, in place of the Ingress or beside it", {
  enabled: flag("Whether there are any", false),
  parentRefs: manifests<ParentReference>("Listeners for https of Gateways that exist", [], needsName),
  turnParentRefs: manifests<ParentReference>(
    "Listeners of Gateways that pass TLS through, for TURN on port 443 (Gateway API 1.5 or newer)",
    [],
    needsName,
  ),
  annotations: stringMap("Annotations of the routes"),
});

const namespaceNamed = (name: string): INetworkPolicyPeer => ({
  namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": name } },
});

export const networkPolicy = group("Who may talk to whom: nothing but what is needed", {
  enabled: flag("Whether there are policies", true),
  ingressFrom: manifests<INetworkPolicyPeer>(
    "Where requests come from: the pods of the ingress controller or the Gateway; empty is the namespace ingress-nginx, traefik or haproxy-controller by `ingress.preset`, and anywhere with another preset, a Gateway or no Ingress",
  ),
  metricsFrom: manifests<INetworkPolicyPeer>("Where Prometheus asks from; empty is nowhere", [namespaceNamed("monitoring")]),
  tracesTo: manifests<INetworkPolicyPeer>("Where traces go; empty is anywhere", []),
  tracesPort: integer("The port of `tracing.endpoint`; 0 when that is 4317 or 4318", 0, { max: 65_535 }),
  externalRedisTo: manifests<INetworkPolicyPeer>("Where an external Redis is; empty is anywhere", []),
  externalRedisPort: integer("The port of an external Redis, as in its URL", 6379, { min: 1, max: 65_535 }),
  externalSentinelPort: integer("The port of its Sentinels; 0 when there are none", 0, { max: 65_535 }),
  extraIngress: manifests<INetworkPolicyIngressRule>("Rules for what else may reach api, signal and web"),
  extraEgress: manifests<INetworkPolicyEgressRule>(
    "Rules for what else they may reach, such as a port that a Service in between changes: policies look at pods",
  ),
});

export const metrics = group("What Prometheus finds out by itself", {
  monitor: choice("An object of prometheus-operator: for each Service, for each pod, or none", ["none", "service", "pod"], "none"),
  interval: string("How often it asks", "30s", { pattern: "^[1-9][0-9]*(ms|s|m|h)$" }),
  labels: stringMap("Labels that your Prometheus selects monitors and rules by"),
  rules: group("Alerts, each with a page in docs/runbooks", {
    enabled: flag("Whether there is a PrometheusRule", false),
    runbookUrl: string(
      "What the addresses of those pages begin with, such as https://wiki.example.com/tgcall/; the project has none, so unless you say where your team reads them they are paths of its repository",
      "docs/runbooks/",
      {
        pattern: "^[A-Za-z0-9./][A-Za-z0-9:/._~%?=-]*$",
      },
    ),
  }),
  dashboards: group("Dashboards, which a sidecar of Grafana finds by itself", {
    enabled: flag("Whether there is a ConfigMap for each", false),
    labels: stringMap("Labels that the sidecar selects them by", { fallback: { grafana_dashboard: "1" } }),
    annotations: stringMap("Annotations that the sidecar reads, such as the folder in Grafana", { fallback: { grafana_folder: "TGCall" } }),
  }),
});

export const tracing = group("Traces by OTLP", {
  endpoint: string("Where the collector listens, such as http://collector.tracing:4318; empty sends none", "", {
    pattern: '^(https?://[^\\s"]+)?$',
  }),
  protocol: choice("How spans travel", ["http/protobuf", "http/json", "grpc"], "http/protobuf"),
  sampledRatio: string("Which part of requests is traced", "1", { pattern: "^(0(\\.[0-9]{1,6})?|1)$" }),
});
