import { readFileSync } from "node:fs";
import { Certificate } from "@kubernetes-models/cert-manager/cert-manager.io/v1/Certificate";
import { HTTPRoute } from "@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/HTTPRoute";
import { TLSRoute } from "@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/TLSRoute";
import { ScaledObject } from "@kubernetes-models/keda/keda.sh/v1alpha1/ScaledObject";
import { PodMonitor } from "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/PodMonitor";
import { PrometheusRule } from "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/PrometheusRule";
import { ServiceMonitor } from "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/ServiceMonitor";
import { Ajv, type ValidateFunction } from "ajv";
import type { Manifest } from "./helm.ts";

const read = (name: string): Record<string, unknown> => JSON.parse(readFileSync(new URL(`../schemas/${name}`, import.meta.url), "utf8"));

const kubernetes = read("../../../k8s/schemas/kubernetes-1.35.json");
const ajv = new Ajv({ strict: false, validateFormats: false });
const validators = new Map<string, ValidateFunction>();

function validatorOf(kind: string): ValidateFunction | undefined {
  const definition: unknown = Object(kubernetes["kinds"])[kind];
  if (definition === undefined) return undefined;
  const known = validators.get(kind) ?? ajv.compile({ $ref: `#/definitions/${definition}`, definitions: kubernetes["definitions"] });
  validators.set(kind, known);
  return known;
}

/** The schemas of Kubernetes as files, by the names that kubeconform gives them. */
export const kubernetesSchemas = (): readonly (readonly [file: string, schema: unknown])[] =>
  Object.entries(Object(kubernetes["kinds"])).map(([of, definition]) => {
    const [kind = "", version = "", group = ""] = of.toLowerCase().split("/").reverse();
    const file = `${[kind, group.split(".")[0], version].filter(Boolean).join("-")}.json`;
    return [file, { $ref: `#/definitions/${definition}`, definitions: kubernetes["definitions"] }];
  });

const models = [Certificate, HTTPRoute, TLSRoute, ScaledObject, PodMonitor, PrometheusRule, ServiceMonitor];

/** Kinds whose makers check them here, and nobody else. */
export const foreignKinds = models.map(({ kind }) => kind);

/** What Kubernetes, strictly, or the maker of the kind has against the object; nothing when all is well. */
export function faultsOf(object: Manifest): readonly string[] {
  const kind = `${object["apiVersion"]}/${object["kind"]}`;
  const validate = validatorOf(kind);
  if (validate !== undefined) {
    validate(object);
    return (validate.errors ?? []).map(({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`);
  }
  const Model = models.find((each) => `${each.apiVersion}/${each.kind}` === kind);
  if (Model === undefined) return [`nobody knows ${kind}`];
  try {
    // The classes differ in the type of what they take, and check it.
    new (Model as new (data: unknown) => { validate(): void })(object).validate();
    return [];
  } catch (error) {
    return [String(error)];
  }
}

/** What Skaffold has against its configuration. */
export function skaffoldFaultsOf(config: unknown): readonly string[] {
  const validate = ajv.compile(read("skaffold-v4beta14.json"));
  validate(config);
  return (validate.errors ?? []).map(({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`);
}
