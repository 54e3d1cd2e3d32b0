import type { IContainer } from "kubernetes-models/v1/Container";
import type { IPodSecurityContext } from "kubernetes-models/v1/PodSecurityContext";
import type { IPodSpec } from "kubernetes-models/v1/PodSpec";
import type { IPodTemplateSpec } from "kubernetes-models/v1/PodTemplateSpec";
import type { ISecurityContext } from "kubernetes-models/v1/SecurityContext";
import type { ITopologySpreadConstraint } from "kubernetes-models/v1/TopologySpreadConstraint";
import type { IVolume } from "kubernetes-models/v1/Volume";
import type { IVolumeMount } from "kubernetes-models/v1/VolumeMount";
import {
  because,
  type Entries,
  type Expression,
  either,
  type Field,
  firstOf,
  type Group,
  group,
  type Reference,
  splice,
  string,
  type Tree,
  text,
  textTemplate,
  treeTemplate,
  union,
  when,
} from "../../twofold/index.ts";
import { type Component, fullName, releaseSelector } from "../names.ts";
import { values } from "../values/index.ts";
import { schedulingFields, serviceAccountFields, type workloadFields } from "../values/workload-fields.ts";

/** What the values say of any workload. */
export type WorkloadValues = Reference<Group<ReturnType<typeof workloadFields>>>;

/** As the Pod Security Standard "restricted" wants containers. */
export const restricted: ISecurityContext = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ["ALL"] },
};

/** The same for pods. */
export const restrictedPod = (user: number): IPodSecurityContext => ({
  runAsNonRoot: true,
  runAsUser: user,
  runAsGroup: user,
  fsGroup: user,
  seccompProfile: { type: "RuntimeDefault" },
});

export interface PodParts {
  readonly of: Component;
  readonly said: WorkloadValues;
  /** The user that the image runs as, by number: names cannot be checked against root. */
  readonly user: number;
  readonly annotations?: Tree<Record<string, string>>;
  readonly graceSeconds: Tree<number>;
  /** The container, without what every container has. */
  readonly container: Omit<Entries<IContainer>, "name" | "image" | "imagePullPolicy" | "resources" | "volumeMounts" | "securityContext">;
  readonly securityContext?: Entries<ISecurityContext>;
  readonly mounts?: readonly Tree<IVolumeMount>[];
  readonly image: Expression<string>;
  readonly sidecars?: readonly Tree<IContainer>[];
  readonly volumes?: readonly Tree<IVolume>[];
  readonly spec?: Partial<Entries<IPodSpec>>;
}

/** A pod as this chart wants them: found by its selector, without a token, as nobody in particular. */
export const podOf = ({
  of,
  said,
  user,
  annotations,
  graceSeconds,
  container,
  securityContext = restricted,
  mounts = [],
  image,
  sidecars = [],
  volumes = [],
  spec = {},
}: PodParts): Entries<IPodTemplateSpec> => ({
  metadata: {
    labels: union(of.selector, said.podLabels),
    annotations: annotations === undefined ? said.podAnnotations : union(annotations, said.podAnnotations),
  },
  spec: union(
    {
      serviceAccountName: accountName({ of: said.serviceAccount, component: of.id }),
      automountServiceAccountToken: because("Nothing here asks Kubernetes.", false),
      enableServiceLinks: false,
      imagePullSecrets: firstOf(values.imagePullSecrets, values.global.imagePullSecrets),
      terminationGracePeriodSeconds: graceSeconds,
      securityContext: restrictedPod(user),
      ...spec,
      initContainers: said.extraInitContainers,
      containers: [
        {
          name: of.id,
          image,
          imagePullPolicy: said.image.pullPolicy,
          ...container,
          securityContext,
          volumeMounts: [...mounts, splice(said.extraVolumeMounts)],
          resources: said.resources,
        },
        ...sidecars,
        splice(said.extraContainers),
      ],
      volumes: [...volumes, splice(said.extraVolumes)],
    },
    scheduling({ of: said, component: of.id }),
  ),
});

const accountName = textTemplate(
  "tgcall.serviceAccountName",
  "The service account of a component",
  { of: serviceAccountFields, component: string("", "") },
  ({ of: { create, name }, component }) => either(name, name, either(create, text`${fullName}-${component}`, "default")),
);

const scheduling = treeTemplate<Partial<IPodSpec>, { of: Group<typeof schedulingFields>; component: Field<string> }>(
  "tgcall.scheduling",
  "On which nodes the pods of a component run, and how they are spread",
  { of: group("", schedulingFields), component: string("", "") },
  ({ of, component }) => ({
    topologySpreadConstraints: when(of.topologySpreadConstraints, of.topologySpreadConstraints, spread(component)),
    priorityClassName: when(of.priorityClassName, of.priorityClassName),
    schedulerName: when(of.schedulerName, of.schedulerName),
    hostAliases: of.hostAliases,
    runtimeClassName: when(of.runtimeClassName, of.runtimeClassName),
    nodeSelector: of.nodeSelector,
    affinity: of.affinity,
    tolerations: of.tolerations,
  }),
);

function spread(component: Expression<string>): readonly Tree<ITopologySpreadConstraint>[] {
  return ["topology.kubernetes.io/zone", "kubernetes.io/hostname"].map((topologyKey) => ({
    topologyKey,
    maxSkew: 1,
    whenUnsatisfiable: "ScheduleAnyway",
    labelSelector: { matchLabels: union<Record<string, string>>(releaseSelector, { "app.kubernetes.io/component": component }) },
    matchLabelKeys: because("Pods that a rollout is about to replace do not count.", ["pod-template-hash"]),
  }));
}

/** A folder for what a read-only image wants to write. */
export const scratch = (name: string, sizeLimit: string): Tree<IVolume> => ({ name, emptyDir: { medium: "Memory", sizeLimit } });
