import type { Construct } from "constructs";
import type { IDeployment } from "kubernetes-models/apps/v1/Deployment";
import type { IConfigMap } from "kubernetes-models/v1/ConfigMap";
import { because, checksum, equals, namedTree, not, Resource, splice, sum, type Tree, text, when } from "../../twofold/index.ts";
import { configOf, ports, saidSecretsOf, secretsOf } from "../environment.ts";
import { type Component, imageOf } from "../names.ts";
import { metadataOf } from "../parts/metadata.ts";
import { podOf, restricted, restrictedPod, scratch, type WorkloadValues } from "../parts/pod.ts";
import { opsProbes, preStop, preStopMoving, preStopSeconds, rollout } from "../parts/probes.ts";
import type { ScaledValues } from "../parts/scaling.ts";
import { values } from "../values/index.ts";

/** How long endpoints may take to learn of it, the connections to close, and the process to end. */
const beyondDrainSeconds = 25;

const watching = (role: string): string[] => [
  "node",
  "--watch-path=packages",
  `--watch-path=services/${role}`,
  "--import",
  "./packages/runtime/src/tracing-register.ts",
  `services/${role}/src/main.ts`,
];

/** api and signal are alike to Kubernetes: configuration by environment, an ops port, a drain. */
export function nodeService(scope: Construct, role: "api" | "signal", of: Component, said: WorkloadValues & ScaledValues): void {
  const config = namedTree<Record<string, string>>(`tgcall.${role}.config`, `The configuration of ${role}`, configOf(role));
  new Resource<IConfigMap>(
    scope,
    "configmap",
    { apiVersion: "v1", kind: "ConfigMap", metadata: metadataOf(of), data: config },
    said.enabled,
  );
  const annotations: Tree<Record<string, string>> = {
    "checksum/config": checksum(config),
    "checksum/secrets": checksum(saidSecretsOf(role)),
    "tgcall.io/secret-generation": text`${values.secrets.generation}`,
  };
  new Resource<IDeployment>(
    scope,
    "deployment",
    {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: metadataOf(of),
      spec: {
        replicas: when(equals(said.autoscaling.type, "none"), said.replicas),
        revisionHistoryLimit: 3,
        minReadySeconds: 5,
        strategy: rollout,
        selector: { matchLabels: of.selector },
        template: podOf({
          of,
          said,
          user: 1000,
          annotations,
          graceSeconds: because(
            "What preStop, the drain and the end of the process take.",
            sum(values.config.drainSeconds, preStopSeconds + beyondDrainSeconds),
          ),
          image: imageOf(said.image),
          securityContext: { ...restricted, readOnlyRootFilesystem: not(values.development) },
          // Who writes into a container must be who owns its files.
          spec: {
            securityContext: {
              ...restrictedPod(1000),
              runAsNonRoot: not(values.development),
              runAsUser: when(values.development, 0, 1000),
            },
          },
          container: {
            command: when(values.development, watching(role)),
            ports: [
              { name: "http", containerPort: ports[role], protocol: "TCP" },
              { name: "ops", containerPort: ports.ops, protocol: "TCP" },
            ],
            envFrom: [{ configMapRef: { name: of.name } }],
            env: [splice(secretsOf(role)), splice(said.extraEnv)],
            ...opsProbes,
            ...(role === "signal" ? preStopMoving : preStop),
          },
          mounts: [{ name: "tmp", mountPath: "/tmp" }],
          volumes: [scratch("tmp", "16Mi")],
        }),
      },
    },
    said.enabled,
  );
}
