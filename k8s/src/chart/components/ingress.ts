import { Construct } from "constructs";
import type { IIngress } from "kubernetes-models/networking.k8s.io/v1/Ingress";
import { all, any, type Expression, overlay, Resource, release, type Value, when } from "../../twofold/index.ts";
import type { Component } from "../names.ts";
import { presetAnnotations } from "../parts/ingress-annotations.ts";
import { tlsSecret } from "../secret-names.ts";
import { values } from "../values/index.ts";
import { api, signal, web } from "./all.ts";

/** One Ingress a service: what ingress-nginx is told of one path, it takes for the service behind it. */
export class Ingress extends Construct {
  constructor(scope: Construct) {
    super(scope, "ingress");
    route(this, "api", api, { path: "/api", pathType: "Prefix", exists: values.api.enabled });
    route(this, "signal", signal, { path: values.config.signalPath, pathType: "Exact", exists: values.signal.enabled });
    route(this, "web", web, { path: "/", pathType: "Prefix", exists: values.web.enabled });
  }
}

interface Route {
  readonly path: Value<string>;
  readonly pathType: "Prefix" | "Exact";
  readonly exists: Expression<boolean>;
}

/** Whether the pages have a certificate. */
export const hasTls = any(values.tls.existingSecret, values.tls.issuer.name);

const { ingress, domain } = values;

const route = (scope: Construct, id: "api" | "signal" | "web", of: Component, { path, pathType, exists }: Route): unknown =>
  new Resource<IIngress>(
    scope,
    id,
    {
      apiVersion: "networking.k8s.io/v1",
      kind: "Ingress",
      metadata: {
        name: of.name,
        namespace: release.namespace,
        labels: of.labels,
        annotations: overlay(presetAnnotations(id), ingress.annotations),
      },
      spec: {
        ingressClassName: when(ingress.className, ingress.className),
        rules: [{ host: domain, http: { paths: [{ path, pathType, backend: { service: { name: of.name, port: { name: "http" } } } }] } }],
        tls: when(hasTls, [{ hosts: [domain], secretName: tlsSecret }]),
      },
    },
    all(ingress.enabled, exists),
  );
