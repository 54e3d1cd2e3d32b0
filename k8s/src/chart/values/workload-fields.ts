import type { IAffinity } from "kubernetes-models/v1/Affinity";
import type { IContainer } from "kubernetes-models/v1/Container";
import type { IEnvVar } from "kubernetes-models/v1/EnvVar";
import type { IHostAlias } from "kubernetes-models/v1/HostAlias";
import type { IResourceRequirements } from "kubernetes-models/v1/ResourceRequirements";
import type { IToleration } from "kubernetes-models/v1/Toleration";
import type { ITopologySpreadConstraint } from "kubernetes-models/v1/TopologySpreadConstraint";
import type { IVolume } from "kubernetes-models/v1/Volume";
import type { IVolumeMount } from "kubernetes-models/v1/VolumeMount";
import { choice, flag, group, integer, manifest, manifests, string, stringMap } from "../../twofold/index.ts";
import { kubernetes } from "./kubernetes-schemas.ts";

const dnsName = "^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?)?$";

/** A name of an object of Kubernetes; may be empty. */
export const objectName = (about: string, fallback = "") => string(about, fallback, { pattern: dnsName });

/** What names of Services may begin with; may be empty. */
export const namePart = (about: string) => string(about, "", { pattern: "^([a-z]([a-z0-9-]{0,38}[a-z0-9])?)?$" });

/** A host name; may be empty. */
export const hostName = (about: string) => string(about, "", { pattern: dnsName });

/** An image, its version either by digest or by tag. */
export const imageFields = (repository: string, tag: string) =>
  group("The image; a digest wins over a tag", {
    registry: string("Where it is; `global.imageRegistry` wins, and empty leaves it to `repository`", "docker.io", {
      pattern: "^([a-z0-9][a-z0-9.:/_-]*)?$",
    }),
    repository: string("Its name there", repository, { pattern: "^[a-z0-9][a-z0-9.:_/-]*$" }),
    tag: string(tag === "" ? "Its tag; empty is the version of the application" : "Its tag", tag, {
      pattern: "^([A-Za-z0-9_][A-Za-z0-9._-]{0,127})?$",
      not: { enum: ["latest"] },
    }),
    digest: string("Its digest, such as sha256:…; best in production", "", { pattern: "^(sha256:[a-f0-9]{64})?$" }),
    pullPolicy: choice("When it is pulled", ["Always", "IfNotPresent", "Never"], "IfNotPresent"),
  });

interface Resources {
  readonly cpu: string;
  readonly memory: string;
  readonly memoryLimit: string;
}

/** Containers write nothing but their logs to the disk of a node. */
export const resourcesOf = ({ cpu, memory, memoryLimit }: Resources): IResourceRequirements => ({
  requests: { cpu, memory, "ephemeral-storage": "16Mi" },
  limits: { memory: memoryLimit, "ephemeral-storage": "256Mi" },
});

const reservedLabels = "^app\\.kubernetes\\.io/(name|instance|component|version|managed-by)$|^helm\\.sh/chart$";

interface Workload {
  readonly repository: string;
  readonly tag: string;
  readonly resources: Resources;
  /** The variables that the chart sets: twice in a list, the last would win, and some of Kubernetes refuses both. */
  readonly variables: readonly string[];
}

/** On which nodes pods run, before which others, in what, and how they are spread. */
export const schedulingFields = {
  nodeSelector: stringMap("Labels of nodes that it may run on"),
  affinity: manifest<IAffinity>("Affinity of its pods", {}, kubernetes("Affinity")),
  tolerations: manifests<IToleration>("Taints that its pods tolerate", [], kubernetes("Toleration")),
  topologySpreadConstraints: manifests<ITopologySpreadConstraint>(
    "How its pods are spread; empty spreads them over zones and nodes as far as possible",
    [],
    kubernetes("TopologySpreadConstraint"),
  ),
  priorityClassName: objectName("Priority class of its pods"),
  schedulerName: objectName("The scheduler that finds nodes for its pods; empty is the cluster's default"),
  hostAliases: manifests<IHostAlias>("Names of hosts that its pods find without DNS", [], kubernetes("HostAlias")),
  runtimeClassName: objectName("Runtime class of its pods, such as gvisor; empty is the cluster's default"),
};

export const serviceAccountFields = group("", {
  create: flag("Whether the chart makes its service account, which can do nothing", true),
  name: objectName("The name of the account; empty is the workload's own"),
  annotations: stringMap("Annotations of the account"),
});

/** What can be said of every workload. */
export const workloadFields = ({ repository, tag, resources, variables }: Workload) => ({
  image: imageFields(repository, tag),
  resources: manifest<IResourceRequirements>(
    "What its container asks for and may use; a CPU limit would only add latency",
    resourcesOf(resources),
    kubernetes("ResourceRequirements"),
  ),
  podLabels: stringMap("Labels of its pods beside the chart's", { refused: reservedLabels }),
  podAnnotations: stringMap("Annotations of its pods beside the chart's", { refused: "^(checksum/|tgcall\\.io/)" }),
  ...schedulingFields,
  extraEnv: manifests<IEnvVar>("Environment variables beside the chart's, which have values of their own", [], {
    allOf: [kubernetes("EnvVar"), { properties: { name: { minLength: 1, not: { enum: variables } } } }],
  }),
  extraVolumes: manifests<IVolume>("Volumes of its pods beside the chart's", [], kubernetes("Volume")),
  extraVolumeMounts: manifests<IVolumeMount>("Mounts of its container beside the chart's", [], kubernetes("VolumeMount")),
  extraContainers: manifests<IContainer>("Containers beside its own", [], kubernetes("Container")),
  extraInitContainers: manifests<IContainer>("Containers that run before its own", [], kubernetes("Container")),
  serviceAccount: serviceAccountFields,
});

/** What can be said of a workload of which any number may run. */
export const scaledFields = (replicas: number) => ({
  enabled: flag("Whether it runs in this release", true),
  replicas: integer("How many pods, unless something scales them", replicas, { max: 1000 }),
  autoscaling: group("How the number of pods follows the load", {
    type: choice("What scales them; KEDA makes an autoscaler of its own, so it is one or the other", ["none", "hpa", "keda"], "none"),
    minReplicas: integer("How many at least", replicas, { min: 1, max: 1000 }),
    maxReplicas: integer("How many at most", 10, { min: 1, max: 1000 }),
    targetCpuPercent: integer("CPU of the pods, in percent of what they ask for; 0 does not look at it", 70, { max: 1000 }),
    scaleDownSeconds: integer("For how long the load has to be lower before a pod goes", 600, { max: 3600 }),
  }),
  podDisruptionBudget: group("How many may be missing while nodes are drained", {
    enabled: flag("Whether there is a budget", true),
    maxUnavailable: integer("How many may be missing", 1, { min: 1, max: 1000 }),
  }),
  serviceAnnotations: stringMap("Annotations of its Service"),
});
