import { Construct } from "constructs";
import type { IDeployment } from "kubernetes-models/apps/v1/Deployment";
import { equals, Resource, splice, text, when } from "../../twofold/index.ts";
import { ports } from "../environment.ts";
import { imageOf } from "../names.ts";
import { metadataOf } from "../parts/metadata.ts";
import { extraEgress, extraIngress, from, fromBrowsers, networkPolicy, podsOf } from "../parts/network-policy.ts";
import { podOf, scratch } from "../parts/pod.ts";
import { preStop, preStopSeconds, rollout } from "../parts/probes.ts";
import { scaling } from "../parts/scaling.ts";
import { service, serviceAccount } from "../parts/service.ts";
import { values } from "../values/index.ts";
import { api, helmTest, web } from "./all.ts";

const said = values.web;

/** The pages. */
export class Web extends Construct {
  constructor(scope: Construct) {
    super(scope, "web");
    deployment(this);
    service(this, web, { http: ports.web }, { said, exists: said.enabled });
    serviceAccount(this, web, said, said.enabled);
    scaling(this, { of: web, said });
    networkPolicy(
      this,
      web,
      { ingress: [fromBrowsers(ports.web), from([podsOf(helmTest)], ports.web), extraIngress], egress: [extraEgress] },
      said.enabled,
    );
  }
}

const probe = { httpGet: { path: "/healthz", port: "http" } } as const;

const deployment = (scope: Construct): unknown =>
  new Resource<IDeployment>(
    scope,
    "deployment",
    {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: metadataOf(web),
      spec: {
        replicas: when(equals(said.autoscaling.type, "none"), said.replicas),
        revisionHistoryLimit: 3,
        minReadySeconds: 5,
        strategy: rollout,
        selector: { matchLabels: web.selector },
        template: podOf({
          of: web,
          said,
          user: 101,
          graceSeconds: preStopSeconds + 25,
          image: imageOf(said.image),
          container: {
            ports: [{ name: "http", containerPort: ports.web, protocol: "TCP" }],
            env: [
              { name: "PORT", value: String(ports.web) },
              // Pages may reach their own origin; this one is another's.
              when(values.config.wsPublic, { name: "CONNECT_SRC", value: values.config.wsPublic }),
              when(values.development, { name: "API_UPSTREAM", value: text`http://${api.name}:${ports.api}` }),
              splice(said.extraEnv),
            ],
            startupProbe: { ...probe, periodSeconds: 1, timeoutSeconds: 1, failureThreshold: 30 },
            readinessProbe: { ...probe, periodSeconds: 5, timeoutSeconds: 2, failureThreshold: 2 },
            livenessProbe: { ...probe, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 },
            ...preStop,
          },
          mounts: [{ name: "tmp", mountPath: "/tmp" }],
          volumes: [scratch("tmp", "64Mi")],
        }),
      },
    },
    said.enabled,
  );
