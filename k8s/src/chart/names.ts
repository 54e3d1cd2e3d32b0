import {
  any,
  chart,
  contains,
  type Expression,
  either,
  firstOf,
  type NamedTree,
  named,
  namedTree,
  type Reference,
  release,
  replace,
  shorten,
  text,
  textTemplate,
  union,
} from "../twofold/index.ts";
import { values } from "./values/index.ts";
import { imageFields } from "./values/workload-fields.ts";

const chartName = named(
  "tgcall.name",
  "The chart's name, or what the user calls it",
  shorten(firstOf(values.nameOverride, chart.name), 40),
);

/** Begins the name of every object; leaves room for the names of components, and of revisions of Redis' StatefulSet, in the 63 characters of a label. */
export const fullName = named(
  "tgcall.fullname",
  "What the names of all objects begin with",
  shorten(
    firstOf(values.fullnameOverride, either(contains(release.name, chartName), release.name, text`${release.name}-${chartName}`)),
    46,
  ),
);

const versionLabels = namedTree<Record<string, string>>(
  "tgcall.commonLabels",
  "What all labels have in common",
  union<Record<string, string>>(
    {
      "app.kubernetes.io/version": chart.appVersion,
      "app.kubernetes.io/managed-by": release.service,
      "app.kubernetes.io/part-of": "tgcall",
      "helm.sh/chart": replace(text`${chart.name}-${chart.version}`, "+", "_"),
    },
    values.commonLabels,
  ),
);

/** What the objects of one part of the system are called, and found by. */
export interface Component {
  readonly id: string;
  readonly name: Expression<string>;
  /** What its pods are found by; never changes, for Kubernetes would refuse that. */
  readonly selector: NamedTree<Readonly<Record<string, string>>>;
  readonly labels: NamedTree<Readonly<Record<string, string>>>;
}

export function component(id: string): Component {
  const selector = namedTree<Record<string, string>>(
    `tgcall.${id}.selectorLabels`,
    `What pods of ${id} are found by; these must never change`,
    {
      "app.kubernetes.io/name": chartName,
      "app.kubernetes.io/instance": release.name,
      "app.kubernetes.io/component": id,
    },
  );
  const labels = namedTree<Record<string, string>>(`tgcall.${id}.labels`, `Labels of all objects of ${id}`, union(selector, versionLabels));
  return { id, name: named(`tgcall.${id}.fullname`, `The name of ${id}`, text`${fullName}-${id}`), selector, labels };
}

/** What every pod of the release is found by. */
export const releaseSelector = namedTree<Record<string, string>>(
  "tgcall.selectorLabels",
  "What all pods of the release are found by; these must never change",
  {
    "app.kubernetes.io/name": chartName,
    "app.kubernetes.io/instance": release.name,
  },
);

/** The reference of an image, by digest where there is one. */
const image = textTemplate(
  "tgcall.image",
  "The reference of an image, by digest where there is one",
  { of: imageFields("image", "tag") },
  ({ of: { registry, repository, tag, digest } }) =>
    text`${either(any(values.global.imageRegistry, registry), text`${firstOf(values.global.imageRegistry, registry)}/`, "")}${repository}${either(digest, text`@${digest}`, text`:${firstOf(tag, chart.appVersion)}`)}`,
);

type ImageValues = Reference<ReturnType<typeof imageFields>>;

export const imageOf = (of: ImageValues): Expression<string> => image({ of });
