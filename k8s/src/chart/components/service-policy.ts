import type { Construct } from "constructs";
import type { INetworkPolicyEgressRule } from "kubernetes-models/networking.k8s.io/v1/NetworkPolicyEgressRule";
import { type Condition, type Tree, when } from "../../twofold/index.ts";
import { ports } from "../environment.ts";
import type { Component } from "../names.ts";
import {
  extraEgress,
  extraIngress,
  from,
  fromBrowsers,
  fromMetrics,
  networkPolicy,
  podsOf,
  to,
  toDns,
  toTraces,
} from "../parts/network-policy.ts";
import { values } from "../values/index.ts";
import { helmTest, redis } from "./all.ts";
import { toExternalRedis } from "./external-redis.ts";
import { fromLoadTest } from "./load-test.ts";

/** api and signal alike hear browsers and the chart's own tests, and ask Redis; `more` is what one of them says besides. */
export const servicePolicy = (
  scope: Construct,
  of: Component,
  port: number,
  exists: Condition,
  ...more: readonly Tree<INetworkPolicyEgressRule>[]
): unknown =>
  networkPolicy(
    scope,
    of,
    {
      ingress: [fromBrowsers(port), from([podsOf(helmTest)], port), fromLoadTest(port), fromMetrics(ports.ops), extraIngress],
      egress: [toDns, when(values.redis.enabled, to(redis, ports.redis), toExternalRedis), toTraces, ...more, extraEgress],
    },
    exists,
  );
