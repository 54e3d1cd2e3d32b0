import type { Construct } from "constructs";
import type { IService } from "kubernetes-models/v1/Service";
import { type Condition, Resource, release, text } from "../../twofold/index.ts";
import type { Component } from "../names.ts";
import { servicePorts } from "../parts/service.ts";

/** A Service without an address of its own: its name leads to each pod that is ready. */
export const headlessService = (scope: Construct, of: Component, ports: Readonly<Record<string, number>>, exists: Condition): unknown =>
  new Resource<IService>(
    scope,
    "service-headless",
    {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: text`${of.name}-pods`, namespace: release.namespace, labels: of.labels },
      spec: { type: "ClusterIP", clusterIP: "None", selector: of.selector, ports: servicePorts(ports) },
    },
    exists,
  );
