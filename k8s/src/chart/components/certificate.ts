import type { ICertificate } from "@kubernetes-models/cert-manager/cert-manager.io/v1/Certificate";
import type { Construct } from "constructs";
import { all, equals, not, Resource, release, when } from "../../twofold/index.ts";
import { tlsSecret } from "../secret-names.ts";
import { values } from "../values/index.ts";
import { traffic } from "./all.ts";

const { tls, turn, domain } = values;

/** One certificate for the pages and for coturn. */
export const certificate = (scope: Construct): unknown =>
  new Resource<ICertificate>(
    scope,
    "certificate",
    {
      apiVersion: "cert-manager.io/v1",
      kind: "Certificate",
      metadata: { name: tlsSecret, namespace: release.namespace, labels: traffic.labels },
      spec: {
        secretName: tlsSecret,
        issuerRef: { group: "cert-manager.io", kind: tls.issuer.kind, name: tls.issuer.name },
        dnsNames: [domain, when(all(equals(turn.provider, "coturn"), turn.domain), turn.domain)],
        privateKey: { algorithm: "ECDSA", size: 256, rotationPolicy: "Always" },
      },
    },
    all(tls.issuer.name, not(tls.existingSecret)),
  );
