import type { IPrometheusRule } from "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/PrometheusRule";
import { alertsPath, dashboards, namespacePlaceholder, runbooksPlaceholder } from "@tgcall/monitoring";
import { Construct } from "constructs";
import type { IConfigMap } from "kubernetes-models/v1/ConfigMap";
import { fileContent, fromYaml, overlay, Resource, release, replace, text } from "../../twofold/index.ts";
import { values } from "../values/index.ts";
import { monitoring as of } from "./all.ts";

/** Alerts and dashboards, as on one machine; the alerts are those of this namespace alone. */
export function monitoring(scope: Construct): void {
  const { rules, dashboards: shown, labels } = values.metrics;
  const alerts = replace(fileContent(`files/${alertsPath}`), namespacePlaceholder, release.namespace);
  new Resource<IPrometheusRule>(
    new Construct(scope, "monitoring"),
    "prometheusrule",
    {
      apiVersion: "monitoring.coreos.com/v1",
      kind: "PrometheusRule",
      metadata: { name: of.name, namespace: release.namespace, labels: overlay(of.labels, labels) },
      spec: fromYaml(replace(alerts, runbooksPlaceholder, rules.runbookUrl)),
    },
    rules.enabled,
  );
  // A ConfigMap for each: kubectl keeps a copy of each object in an annotation, which must stay below 256 KiB.
  const folder = new Construct(scope, "dashboards");
  for (const { name, path } of dashboards)
    new Resource<IConfigMap>(
      folder,
      name,
      {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: {
          name: text`${of.name}-${name}`,
          namespace: release.namespace,
          labels: overlay(of.labels, shown.labels),
          annotations: shown.annotations,
        },
        data: { [`tgcall-${name}.json`]: fileContent(`files/${path}`) },
      },
      shown.enabled,
    );
}
