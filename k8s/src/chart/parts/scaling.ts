import type { Construct } from "constructs";
import type { IHorizontalPodAutoscaler } from "kubernetes-models/autoscaling/v2/HorizontalPodAutoscaler";
import type { IHorizontalPodAutoscalerBehavior } from "kubernetes-models/autoscaling/v2/HorizontalPodAutoscalerBehavior";
import type { IMetricSpec } from "kubernetes-models/autoscaling/v2/MetricSpec";
import { all, because, type Expression, equals, isAbove, type Reference, Resource, type Tree, text, when } from "../../twofold/index.ts";
import type { Component } from "../names.ts";
import type { scaledFields } from "../values/workload-fields.ts";
import { disruptionBudget } from "./disruption-budget.ts";
import { metadataOf } from "./metadata.ts";
import { scaledObject } from "./scaled-object.ts";

/** What the values say of a workload of which any number may run. */
export type ScaledValues = { readonly [Name in keyof ReturnType<typeof scaledFields>]: Reference<ReturnType<typeof scaledFields>[Name]> };

/** Connections to count, where pods hold them open. */
export interface Connections {
  readonly metric: string;
  readonly target: Expression<number>;
  readonly prometheusAddress: Expression<string>;
}

interface Scaling {
  readonly of: Component;
  readonly said: ScaledValues;
  readonly connections?: Connections;
}

/** Up at once, down a pod every two minutes. */
const behaviorOf = ({ scaleDownSeconds }: ScaledValues["autoscaling"]): Tree<IHorizontalPodAutoscalerBehavior> => ({
  scaleUp: {
    stabilizationWindowSeconds: 0,
    selectPolicy: "Max",
    policies: [
      { type: "Percent", value: 100, periodSeconds: 30 },
      { type: "Pods", value: 2, periodSeconds: 30 },
    ],
  },
  scaleDown: because("Slowly: each pod that goes sends its peers to others.", {
    stabilizationWindowSeconds: scaleDownSeconds,
    policies: [{ type: "Pods", value: 1, periodSeconds: 120 }],
  }),
});

/** What scales a workload, and what keeps enough of it while nodes are drained. */
export function scaling(scope: Construct, { of, said, connections }: Scaling): void {
  const { autoscaling } = said;
  const behavior = behaviorOf(autoscaling);
  const cpu: Tree<IMetricSpec> = {
    type: "Resource",
    resource: { name: "cpu", target: { type: "Utilization", averageUtilization: autoscaling.targetCpuPercent } },
  };
  new Resource<IHorizontalPodAutoscaler>(
    scope,
    "hpa",
    {
      apiVersion: "autoscaling/v2",
      kind: "HorizontalPodAutoscaler",
      metadata: metadataOf(of),
      spec: {
        scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: of.name },
        minReplicas: autoscaling.minReplicas,
        maxReplicas: autoscaling.maxReplicas,
        metrics: [when(isAbove(autoscaling.targetCpuPercent, 0), cpu), ...(connections === undefined ? [] : [countOf(connections)])],
        behavior,
      },
    },
    all(said.enabled, equals(autoscaling.type, "hpa")),
  );
  scaledObject(scope, { of, said, connections, behavior });
  disruptionBudget(scope, of, said.podDisruptionBudget.maxUnavailable, all(said.enabled, said.podDisruptionBudget.enabled));
}

const countOf = ({ metric, target }: Connections): Tree<IMetricSpec> =>
  when<IMetricSpec>(isAbove(target, 0), {
    type: "Pods",
    pods: { metric: { name: metric }, target: { type: "AverageValue", averageValue: text`${target}` } },
  });
