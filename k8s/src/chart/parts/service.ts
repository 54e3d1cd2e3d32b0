import type { Construct } from "constructs";
import type { IService } from "kubernetes-models/v1/Service";
import type { IServiceAccount } from "kubernetes-models/v1/ServiceAccount";
import type { IServicePort } from "kubernetes-models/v1/ServicePort";
import { all, type Condition, type Expression, firstOf, Resource, release, type Tree, text } from "../../twofold/index.ts";
import type { Component } from "../names.ts";
import { metadataOf } from "./metadata.ts";
import type { WorkloadValues } from "./pod.ts";
import type { ScaledValues } from "./scaling.ts";

/** A Service of ports that have the same number in front as behind. */
export const service = (
  scope: Construct,
  of: Component,
  ports: Readonly<Record<string, number>>,
  { said, exists }: { readonly said: Pick<ScaledValues, "serviceAnnotations">; readonly exists: Condition },
): unknown =>
  new Resource<IService>(
    scope,
    "service",
    {
      apiVersion: "v1",
      kind: "Service",
      metadata: { ...metadataOf(of), annotations: said.serviceAnnotations },
      spec: { type: "ClusterIP", selector: of.selector, ports: servicePorts(ports) },
    },
    exists,
  );

/** What leads to each pod of a component by its own address. */
export const podsName = ({ name }: Component): Expression<string> => text`${name}-pods`;

/** A Service without an address of its own: its name leads to each pod that is ready. */
export const headlessService = (scope: Construct, of: Component, ports: Readonly<Record<string, number>>, exists: Condition): unknown =>
  new Resource<IService>(
    scope,
    "service-headless",
    {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: podsName(of), namespace: release.namespace, labels: of.labels },
      spec: { type: "ClusterIP", clusterIP: "None", selector: of.selector, ports: servicePorts(ports) },
    },
    exists,
  );

export const servicePorts = (ports: Readonly<Record<string, number>>): readonly Tree<IServicePort>[] =>
  Object.entries(ports).map(([name, port]) => ({ name, port, targetPort: name, protocol: "TCP" }));

/** An account that can do nothing, so that the pods of a component are told apart by it. */
export const serviceAccount = (scope: Construct, of: Component, said: WorkloadValues, exists: Condition): unknown =>
  new Resource<IServiceAccount>(
    scope,
    "serviceaccount",
    {
      apiVersion: "v1",
      kind: "ServiceAccount",
      metadata: {
        name: firstOf(said.serviceAccount.name, of.name),
        namespace: release.namespace,
        labels: of.labels,
        annotations: said.serviceAccount.annotations,
      },
      automountServiceAccountToken: false,
    },
    all(exists, said.serviceAccount.create),
  );
