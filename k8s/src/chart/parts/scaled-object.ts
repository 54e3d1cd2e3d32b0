import type { IScaledObject } from "@kubernetes-models/keda/keda.sh/v1alpha1/ScaledObject";
import type { IScaleTriggers } from "@kubernetes-models/keda/keda.sh/v1alpha1/ScaleTriggers";
import type { Construct } from "constructs";
import type { IHorizontalPodAutoscalerBehavior } from "kubernetes-models/autoscaling/v2/HorizontalPodAutoscalerBehavior";
import { all, equals, isAbove, Resource, release, type Tree, text, when } from "../../twofold/index.ts";
import type { Component } from "../names.ts";
import { metadataOf } from "./metadata.ts";
import type { Connections, ScaledValues } from "./scaling.ts";

/** KEDA's way of scaling, which makes an autoscaler of its own. */
export function scaledObject(
  scope: Construct,
  {
    of,
    said,
    connections,
    behavior,
  }: {
    readonly of: Component;
    readonly said: ScaledValues;
    readonly connections: Connections | undefined;
    readonly behavior: Tree<IHorizontalPodAutoscalerBehavior>;
  },
): void {
  const { autoscaling } = said;
  const cpu: Tree<IScaleTriggers> = {
    type: "cpu",
    metricType: "Utilization",
    metadata: { value: text`${autoscaling.targetCpuPercent}` },
  };
  new Resource<IScaledObject>(
    scope,
    "scaledobject",
    {
      apiVersion: "keda.sh/v1alpha1",
      kind: "ScaledObject",
      metadata: metadataOf(of),
      spec: {
        scaleTargetRef: { name: of.name },
        minReplicaCount: autoscaling.minReplicas,
        maxReplicaCount: autoscaling.maxReplicas,
        advanced: { horizontalPodAutoscalerConfig: { behavior } },
        triggers: [
          when(isAbove(autoscaling.targetCpuPercent, 0), cpu),
          ...(connections === undefined ? [] : [askPrometheus(of, connections)]),
        ],
      },
    },
    all(said.enabled, equals(autoscaling.type, "keda")),
  );
}

const askPrometheus = (of: Component, { metric, target, prometheusAddress }: Connections): Tree<IScaleTriggers> =>
  when<IScaleTriggers>(isAbove(target, 0), {
    type: "prometheus",
    metricType: "AverageValue",
    metadata: {
      serverAddress: prometheusAddress,
      query: text`sum(${metric}{namespace="${release.namespace}",pod=~"${of.name}-.*"})`,
      threshold: text`${target}`,
    },
  });
