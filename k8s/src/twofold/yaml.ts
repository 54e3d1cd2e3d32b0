import { parse, type SchemaOptions, stringify, type Tags } from "yaml";

/** Helm and Kubernetes read YAML 1.1, where yes, on and 012 are no texts; of its types they leave out dates. */
const kubernetes: SchemaOptions & { readonly version: "1.1" } = {
  version: "1.1",
  customTags: (tags: Tags) => tags.filter((tag) => tag !== "timestamp" && !(typeof tag === "object" && tag.tag.endsWith(":timestamp"))),
};

/** What Helm and Kubernetes take the text for. */
export const readYaml = (text: string): unknown => parse(text, kubernetes);

/** A text that they take for the value. */
export const writeYaml = (value: unknown): string => stringify(value, { version: "1.1", lineWidth: 0 });
