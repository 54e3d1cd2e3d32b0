import type { ICertificate } from "@kubernetes-models/cert-manager/cert-manager.io/v1/Certificate";
import type { Construct } from "constructs";
import { all, type Condition, type Expression, not, Resource, release } from "../../twofold/index.ts";
import { runsCoturn, servesBrowsers } from "../conditions.ts";
import type { Component } from "../names.ts";
import { tlsSecret, turnTlsSecret } from "../secret-names.ts";
import { values } from "../values/index.ts";
import { coturn, traffic } from "./all.ts";

const { tls, turn, domain } = values;

/** One for the pages and one for coturn: their names lead to different places, and HTTP-01 proves a name where it leads to. */
export function certificates(scope: Construct): void {
  certificate(scope, "certificate", { of: traffic, secretName: tlsSecret, name: domain, exists: servesBrowsers });
  certificate(scope, "certificate-turn", {
    of: coturn,
    secretName: turnTlsSecret,
    name: turn.domain,
    exists: all(runsCoturn, not(values.coturn.tlsSecret)),
  });
}

interface Certified {
  readonly of: Component;
  readonly secretName: Expression<string>;
  readonly name: Expression<string>;
  readonly exists: Condition;
}

const certificate = (scope: Construct, id: string, { of, secretName, name, exists }: Certified): unknown =>
  new Resource<ICertificate>(
    scope,
    id,
    {
      apiVersion: "cert-manager.io/v1",
      kind: "Certificate",
      metadata: { name: secretName, namespace: release.namespace, labels: of.labels },
      spec: {
        secretName,
        issuerRef: { group: "cert-manager.io", kind: tls.issuer.kind, name: tls.issuer.name },
        dnsNames: [name],
        privateKey: { algorithm: "ECDSA", size: 256, rotationPolicy: "Always" },
      },
    },
    all(tls.issuer.name, not(tls.existingSecret), exists),
  );
