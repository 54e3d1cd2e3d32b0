import type { Construct } from "constructs";
import type { INetworkPolicy } from "kubernetes-models/networking.k8s.io/v1/NetworkPolicy";
import type { INetworkPolicyEgressRule } from "kubernetes-models/networking.k8s.io/v1/NetworkPolicyEgressRule";
import type { INetworkPolicyIngressRule } from "kubernetes-models/networking.k8s.io/v1/NetworkPolicyIngressRule";
import type { INetworkPolicyPeer } from "kubernetes-models/networking.k8s.io/v1/NetworkPolicyPeer";
import { all, type Condition, Resource, type Tree, when } from "../../twofold/index.ts";
import type { Component } from "../names.ts";
import { values } from "../values/index.ts";
import { metadataOf } from "./metadata.ts";

/** The pods of another component of this release. */
export const podsOf = ({ selector }: Component): Tree<INetworkPolicyPeer> => ({ podSelector: { matchLabels: selector } });

/** Requests from these to a port. */
export const from = (peers: Tree<INetworkPolicyPeer[]>, port: number): Tree<INetworkPolicyIngressRule> => ({
  ports: [{ port, protocol: "TCP" }],
  from: peers,
});

/** Requests to the pods of another component. */
export const to = (of: Component, ...ports: readonly number[]): Tree<INetworkPolicyEgressRule> => ({
  to: [podsOf(of)],
  ports: ports.map((port) => ({ port, protocol: "TCP" })),
});

const dns: Tree<INetworkPolicyEgressRule> = {
  ports: [
    { port: 53, protocol: "UDP" },
    { port: 53, protocol: "TCP" },
  ],
};

/** Traces, when there are any. */
export const toTraces: Tree<INetworkPolicyEgressRule> = when<INetworkPolicyEgressRule>(values.tracing.endpoint, {
  ports: [4317, 4318].map((port) => ({ port, protocol: "TCP" })),
  to: values.networkPolicy.tracesTo,
});

/** Scrapes, from where Prometheus is. */
export const fromMetrics = (port: number): Tree<INetworkPolicyIngressRule> =>
  when<INetworkPolicyIngressRule>(values.networkPolicy.metricsFrom, from(values.networkPolicy.metricsFrom, port));

interface Flows {
  readonly ingress: readonly Tree<INetworkPolicyIngressRule>[];
  readonly egress: readonly Tree<INetworkPolicyEgressRule>[];
}

/** All that the pods of a component may hear and say; an empty list is nothing at all. */
export const networkPolicy = (scope: Construct, of: Component, { ingress, egress }: Flows, exists: Condition): unknown =>
  new Resource<INetworkPolicy>(
    scope,
    "networkpolicy",
    {
      apiVersion: "networking.k8s.io/v1",
      kind: "NetworkPolicy",
      metadata: metadataOf(of),
      spec: {
        podSelector: { matchLabels: of.selector },
        policyTypes: ["Ingress", "Egress"],
        ingress: [...ingress],
        egress: egress.length === 0 ? [] : [dns, ...egress],
      },
    },
    all(exists, values.networkPolicy.enabled),
  );
