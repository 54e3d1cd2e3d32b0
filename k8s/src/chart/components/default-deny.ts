import type { Construct } from "constructs";
import type { INetworkPolicy } from "kubernetes-models/networking.k8s.io/v1/NetworkPolicy";
import { Resource, release, text } from "../../twofold/index.ts";
import { fullName, releaseSelector } from "../names.ts";
import { values } from "../values/index.ts";
import { traffic } from "./all.ts";

/** What no other policy allows to a pod of this release is refused; other releases of the namespace are not its business. */
export const defaultDeny = (scope: Construct): unknown =>
  new Resource<INetworkPolicy>(
    scope,
    "networkpolicy-default-deny",
    {
      apiVersion: "networking.k8s.io/v1",
      kind: "NetworkPolicy",
      metadata: { name: text`${fullName}-default-deny`, namespace: release.namespace, labels: traffic.labels },
      spec: { podSelector: { matchLabels: releaseSelector }, policyTypes: ["Ingress", "Egress"], ingress: [], egress: [] },
    },
    values.networkPolicy.enabled,
  );
