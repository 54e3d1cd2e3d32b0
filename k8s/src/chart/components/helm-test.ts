import { Construct } from "constructs";
import type { INetworkPolicy } from "kubernetes-models/networking.k8s.io/v1/NetworkPolicy";
import type { IConfigMap } from "kubernetes-models/v1/ConfigMap";
import type { IPod } from "kubernetes-models/v1/Pod";
import { all, equals, fileContent, Resource, release, text, when } from "../../twofold/index.ts";
import { ports } from "../environment.ts";
import { metadataOf } from "../parts/metadata.ts";
import { scriptPod } from "../parts/script-pod.ts";
import { podsName } from "../parts/service.ts";
import { mainSecret } from "../secret-names.ts";
import { values } from "../values/index.ts";
import { api, helmTest, signal } from "./all.ts";

const runs = all(values.helmTest.enabled, values.api.enabled, values.signal.enabled);
const hook = { "helm.sh/hook": "test", "helm.sh/hook-delete-policy": "before-hook-creation,hook-succeeded" };
/** The pod is gone when its test has passed: what it said comes with the result, not by `--logs`, which would ask the pod. */
const said = { "helm.sh/hook-output-log-policy": "hook-succeeded,hook-failed" };
const name = text`${helmTest.name}-call`;

/** `helm test`: a call whose peers meet on two pods, and a relay of the TURN server. */
export class HelmTest extends Construct {
  constructor(scope: Construct) {
    super(scope, "tests");
    const metadata = { name, namespace: release.namespace, labels: helmTest.labels, annotations: hook };
    new Resource<IConfigMap>(
      this,
      "configmap",
      {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata,
        data: { "call.mjs": fileContent("files/helm-test/call.mjs"), "turn.mjs": fileContent("files/helm-test/turn.mjs") },
      },
      runs,
    );
    pod(this, { ...metadata, annotations: { ...hook, ...said } });
    new Resource<INetworkPolicy>(
      this,
      "networkpolicy",
      {
        apiVersion: "networking.k8s.io/v1",
        kind: "NetworkPolicy",
        metadata: metadataOf(helmTest),
        spec: { podSelector: { matchLabels: helmTest.selector }, policyTypes: ["Ingress", "Egress"], ingress: [], egress: [{}] },
      },
      all(runs, values.networkPolicy.enabled),
    );
  }
}

const pod = (scope: Construct, metadata: { readonly name: typeof name; readonly annotations: Readonly<Record<string, string>> }): unknown =>
  new Resource<IPod>(
    scope,
    "pod",
    {
      apiVersion: "v1",
      kind: "Pod",
      metadata,
      spec: scriptPod({
        name: "call",
        script: "call.mjs",
        configMap: name,
        env: [
          { name: "API_URL", value: text`http://${api.name}:${ports.api}` },
          { name: "SIGNAL_PODS", value: podsName(signal) },
          { name: "SIGNAL_PORT", value: String(ports.signal) },
          { name: "SIGNAL_PATH", value: values.config.signalPath },
          { name: "CREATE_AUTH", value: values.config.createAuth },
          when(equals(values.config.createAuth, "api-key"), {
            name: "API_KEYS",
            valueFrom: { secretKeyRef: { name: mainSecret, key: "api-keys" } },
          }),
        ],
      }),
    },
    runs,
  );
