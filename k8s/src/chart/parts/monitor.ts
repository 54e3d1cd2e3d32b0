import type { IPodMonitor } from "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/PodMonitor";
import type { IServiceMonitor } from "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/ServiceMonitor";
import type { Construct } from "constructs";
import { all, type Condition, equals, overlay, Resource, release } from "../../twofold/index.ts";
import type { Component } from "../names.ts";
import { values } from "../values/index.ts";

/** Lets prometheus-operator find the metrics behind a port, by Service or by pod as the values say. */
export function monitor(scope: Construct, of: Component, port: string, exists: Condition): void {
  const metadata = { name: of.name, namespace: release.namespace, labels: overlay(of.labels, values.metrics.labels) };
  const endpoint = { port, path: "/metrics", interval: values.metrics.interval } as const;
  new Resource<IServiceMonitor>(
    scope,
    "servicemonitor",
    {
      apiVersion: "monitoring.coreos.com/v1",
      kind: "ServiceMonitor",
      metadata,
      spec: { selector: { matchLabels: of.selector }, endpoints: [endpoint], jobLabel: "app.kubernetes.io/component" },
    },
    all(exists, equals(values.metrics.monitor, "service")),
  );
  new Resource<IPodMonitor>(
    scope,
    "podmonitor",
    {
      apiVersion: "monitoring.coreos.com/v1",
      kind: "PodMonitor",
      metadata,
      spec: { selector: { matchLabels: of.selector }, podMetricsEndpoints: [endpoint], jobLabel: "app.kubernetes.io/component" },
    },
    all(exists, equals(values.metrics.monitor, "pod")),
  );
}
