import type { Construct } from "constructs";
import type { INetworkPolicy } from "kubernetes-models/networking.k8s.io/v1/NetworkPolicy";
import type { INetworkPolicyEgressRule } from "kubernetes-models/networking.k8s.io/v1/NetworkPolicyEgressRule";
import type { INetworkPolicyIngressRule } from "kubernetes-models/networking.k8s.io/v1/NetworkPolicyIngressRule";
import type { INetworkPolicyPeer } from "kubernetes-models/networking.k8s.io/v1/NetworkPolicyPeer";
import type { INetworkPolicyPort } from "kubernetes-models/networking.k8s.io/v1/NetworkPolicyPort";
import {
  all,
  type Condition,
  either,
  equals,
  firstOf,
  named,
  namedCondition,
  not,
  Resource,
  splice,
  type Tree,
  type Value,
  when,
} from "../../twofold/index.ts";
import type { Component } from "../names.ts";
import { values } from "../values/index.ts";
import { metadataOf } from "./metadata.ts";

/** The pods of another component of this release. */
export const podsOf = ({ selector }: Component): Tree<INetworkPolicyPeer> => ({ podSelector: { matchLabels: selector } });

const tcp = (port: Value<number>): Tree<INetworkPolicyPort> => ({ port, protocol: "TCP" });

/** Requests from these to a port. */
export const from = (peers: Tree<INetworkPolicyPeer[]>, port: number): Tree<INetworkPolicyIngressRule> => ({
  ports: [tcp(port)],
  from: peers,
});

const { ingress, gateway, networkPolicy: said } = values;

const isControllerKnown = namedCondition(
  "tgcall.ingress.isControllerKnown",
  "Whether requests come by the controller of the preset alone",
  all(ingress.enabled, not(gateway.enabled), not(equals(ingress.preset, "none"))),
);

const controllerNamespace = named(
  "tgcall.ingress.controllerNamespace",
  "Where the controller of the preset is, as its own documents install it",
  either(equals(ingress.preset, "nginx"), "ingress-nginx", either(equals(ingress.preset, "haproxy"), "haproxy-controller", "traefik")),
);

/** Requests from browsers, by way of what stands before the cluster. */
export const fromBrowsers = (port: number): Tree<INetworkPolicyIngressRule> =>
  from(
    when<INetworkPolicyPeer[]>(
      said.ingressFrom,
      said.ingressFrom,
      when(isControllerKnown, [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": controllerNamespace } } }]),
    ),
    port,
  );

/** What else the user lets in and out. */
export const extraIngress = splice<INetworkPolicyIngressRule>(said.extraIngress);
export const extraEgress = splice<INetworkPolicyEgressRule>(said.extraEgress);

/** Requests to the pods of another component. */
export const to = (of: Component, ...ports: readonly number[]): Tree<INetworkPolicyEgressRule> => ({
  to: [podsOf(of)],
  ports: ports.map(tcp),
});

/** Questions for the addresses of names. */
export const toDns: Tree<INetworkPolicyEgressRule> = {
  ports: [
    { port: 53, protocol: "UDP" },
    { port: 53, protocol: "TCP" },
  ],
};

/** Traces, when there are any. */
export const toTraces: Tree<INetworkPolicyEgressRule> = when<INetworkPolicyEgressRule>(values.tracing.endpoint, {
  ports: [tcp(firstOf(said.tracesPort, 4317)), when<INetworkPolicyPort>(not(said.tracesPort), tcp(4318))],
  to: said.tracesTo,
});

/** Scrapes, from where Prometheus is. */
export const fromMetrics = (port: number): Tree<INetworkPolicyIngressRule> =>
  when<INetworkPolicyIngressRule>(said.metricsFrom, from(said.metricsFrom, port));

interface Flows {
  readonly ingress: readonly (Tree<INetworkPolicyIngressRule> | typeof extraIngress)[];
  readonly egress: readonly (Tree<INetworkPolicyEgressRule> | typeof extraEgress)[];
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
        egress: [...egress],
      },
    },
    all(exists, said.enabled),
  );
