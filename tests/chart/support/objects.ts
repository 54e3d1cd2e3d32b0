import { isRecord } from "@tgcall/protocol";
import { type Manifest, nameOf } from "./helm.ts";

/** The value under a path of keys; `undefined` where the path ends early. */
export const at = (value: unknown, ...path: readonly (string | number)[]): unknown =>
  path.reduce<unknown>((inner, key) => (typeof inner === "object" && inner !== null ? Reflect.get(inner, key) : undefined), value);

/** The items under a path; none where there is no list. */
export const listAt = (value: unknown, ...path: readonly (string | number)[]): readonly Record<string, unknown>[] => {
  const list = at(value, ...path);
  return Array.isArray(list) ? list.filter(isRecord) : [];
};

const workloadKinds = ["Deployment", "StatefulSet", "DaemonSet"];

/** A pod that the chart makes, whatever makes it. */
export interface PodTemplate {
  readonly name: string;
  readonly component: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly spec: Record<string, unknown>;
  readonly containers: readonly Record<string, unknown>[];
  readonly owner: Manifest;
}

const textsAt = (value: unknown, ...path: readonly string[]): Readonly<Record<string, string>> => Object(at(value, ...path) ?? {});

function podTemplate(owner: Manifest, pod: unknown): PodTemplate {
  const labels = textsAt(pod, "metadata", "labels");
  const spec = at(pod, "spec");
  return {
    name: nameOf(owner),
    component: labels["app.kubernetes.io/component"] ?? "",
    labels,
    annotations: textsAt(pod, "metadata", "annotations"),
    spec: isRecord(spec) ? spec : {},
    containers: listAt(spec, "containers"),
    owner,
  };
}

export const ofKind = (objects: readonly Manifest[], ...kinds: readonly string[]): readonly Manifest[] =>
  objects.filter(({ kind }) => kinds.includes(String(kind)));

export const objectNamed = (objects: readonly Manifest[], kind: string, name: unknown): Manifest | undefined =>
  ofKind(objects, kind).find((object) => at(object, "metadata", "name") === name);

/** The pods of workloads, which run for as long as the release does. */
export const workloadPods = (objects: readonly Manifest[]): readonly PodTemplate[] =>
  ofKind(objects, ...workloadKinds).map((owner) => podTemplate(owner, at(owner, "spec", "template")));

/** The pod of a component. */
export const workloadPod = (objects: readonly Manifest[], component: string): PodTemplate | undefined =>
  workloadPods(objects).find((pod) => pod.component === component);

/** All pods, those of jobs and tests included. */
export const allPods = (objects: readonly Manifest[]): readonly PodTemplate[] => [
  ...workloadPods(objects),
  ...ofKind(objects, "Job").map((owner) => podTemplate(owner, at(owner, "spec", "template"))),
  ...ofKind(objects, "Pod").map((pod) => podTemplate(pod, pod)),
];

/** Whether a selector by labels finds the pod. */
export const selects = (selector: unknown, { labels }: Pick<PodTemplate, "labels">): boolean => {
  const wanted = Object.entries(textsAt(selector));
  return wanted.length > 0 && wanted.every(([key, value]) => labels[key] === value);
};

/** Containers that the chart itself brings; what the user adds is the user's. */
export const ownContainers = ({ containers }: PodTemplate): readonly Record<string, unknown>[] =>
  containers.filter(({ name }) => name !== "beside");

/** The values of a list under a path, whatever they are. */
export const listedAt = (value: unknown, ...path: readonly (string | number)[]): readonly unknown[] => {
  const found = at(value, ...path);
  return Array.isArray(found) ? found : [];
};
