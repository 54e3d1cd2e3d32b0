import type { IHTTPRoute } from "@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/HTTPRoute";
import type { IHTTPRouteRule } from "@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/HTTPRouteRule";
import type { ITLSRoute } from "@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/TLSRoute";
import { Construct } from "constructs";
import { all, type Condition, Resource, release, type Tree, text, type Value, when } from "../../twofold/index.ts";
import { servesBrowsers } from "../conditions.ts";
import { ports } from "../environment.ts";
import { type Component, fullName } from "../names.ts";
import { values } from "../values/index.ts";
import { api, coturn, signal, traffic, web } from "./all.ts";

const { gateway, turn } = values;

/** Routes of Gateways that exist: what stands before the cluster is not the chart's to make. */
export class Gateway extends Construct {
  constructor(scope: Construct) {
    super(scope, "gateway");
    const metadata = { name: fullName, namespace: release.namespace, labels: traffic.labels, annotations: gateway.annotations };
    new Resource<IHTTPRoute>(
      this,
      "httproute",
      {
        apiVersion: "gateway.networking.k8s.io/v1",
        kind: "HTTPRoute",
        metadata,
        spec: {
          parentRefs: gateway.parentRefs,
          hostnames: [values.domain],
          rules: [
            rule(api, { type: "PathPrefix", value: "/api" }, ports.api, values.api.enabled),
            rule(signal, { type: "Exact", value: values.config.signalPath }, ports.signal, values.signal.enabled),
            rule(web, { type: "PathPrefix", value: "/" }, ports.web, values.web.enabled),
          ],
        },
      },
      all(gateway.enabled, servesBrowsers),
    );
    new Resource<ITLSRoute>(
      this,
      "tlsroute",
      {
        apiVersion: "gateway.networking.k8s.io/v1",
        kind: "TLSRoute",
        metadata: { name: text`${fullName}-turn`, namespace: release.namespace, labels: traffic.labels, annotations: gateway.annotations },
        spec: {
          parentRefs: gateway.turnParentRefs,
          hostnames: [turn.domain],
          rules: [{ backendRefs: [{ name: coturn.name, port: turn.tlsPort }] }],
        },
      },
      gateway.turnParentRefs,
    );
  }
}

interface PathMatch {
  readonly type: "PathPrefix" | "Exact";
  readonly value: Value<string>;
}

const rule = (of: Component, path: PathMatch, port: number, exists: Condition): Tree<IHTTPRouteRule> =>
  when<IHTTPRouteRule>(exists, {
    matches: [{ path }],
    backendRefs: [{ name: of.name, port }],
    // A WebSocket is one request that lasts; the service pings it.
    ...(of === signal ? { timeouts: { request: "0s" } } : {}),
  });
