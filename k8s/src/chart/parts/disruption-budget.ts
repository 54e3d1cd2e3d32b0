import type { Construct } from "constructs";
import type { IPodDisruptionBudget } from "kubernetes-models/policy/v1/PodDisruptionBudget";
import { type Condition, Resource, type Value } from "../../twofold/index.ts";
import type { Component } from "../names.ts";
import { metadataOf } from "./metadata.ts";

/** How many pods may be missing while nodes are drained. One that is not ready serves nobody: it must not hold up a drain. */
export const disruptionBudget = (scope: Construct, of: Component, maxUnavailable: Value<number>, exists: Condition): unknown =>
  new Resource<IPodDisruptionBudget>(
    scope,
    "pdb",
    {
      apiVersion: "policy/v1",
      kind: "PodDisruptionBudget",
      metadata: metadataOf(of),
      spec: { maxUnavailable, unhealthyPodEvictionPolicy: "AlwaysAllow", selector: { matchLabels: of.selector } },
    },
    exists,
  );
