import { coalesce, type FoundObject, type ManifestOptions, manifestsOf, readYaml } from "@tgcall/k8s";
import { isRecord } from "@tgcall/protocol";

type Manifest = Readonly<Record<string, unknown>>;

/** The manifests of the values, layer over layer, by the paths of their files. */
export function manifestFiles(layers: readonly unknown[], options: ManifestOptions): ReadonlyMap<string, Manifest> {
  const values = layers.reduce<unknown>((below, above) => coalesce(below, above ?? {}), {});
  return new Map(manifestsOf(values, options).map(({ path, object }) => [path, object]));
}

const secretFiles = ["secret.yaml", "redis/secret.yaml"];

/** Finds the Secrets that an earlier run wrote, so that another changes none; `read` gives the text of a file by its path. */
export const findSecret =
  (read: (path: string) => string | undefined): NonNullable<ManifestOptions["lookup"]> =>
  (_apiVersion, kind, _namespace, name) =>
    secretFiles.map((path) => foundObject(readYaml(read(path) ?? "null"), kind, name)).find((found) => found !== undefined);

function foundObject(object: unknown, kind: string, name: string): FoundObject | undefined {
  if (!isRecord(object) || object["kind"] !== kind || !isRecord(object["metadata"]) || object["metadata"]["name"] !== name)
    return undefined;
  return { metadata: { annotations: textsOf(object["metadata"]["annotations"]) }, data: mapTexts(textsOf(object["stringData"]), encode) };
}

const textsOf = (value: unknown): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(isRecord(value) ? value : {}).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );

const mapTexts = (texts: Readonly<Record<string, string>>, change: (text: string) => string): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, change(text)]));

const encode = (text: string): string => Buffer.from(text).toString("base64");
