import { execFile } from "node:child_process";
import { globSync } from "node:fs";
import { basename } from "node:path";
import { promisify } from "node:util";
import { isRecord } from "@tgcall/protocol";
import { parseAllDocuments } from "yaml";
import { goToolPath } from "../../../scripts/test/go-tools.ts";

const run = promisify(execFile);

/** An object of Kubernetes as Helm rendered it. */
export type Manifest = Readonly<Record<string, unknown>>;

/** The versions of Helm that the chart has to work with. */
export const helms = [
  { name: "Helm 3", path: goToolPath("helm") },
  { name: "Helm 4", path: goToolPath("helm4") },
] as const;

export const chartFolder = "charts/tgcall";

/** What operators may begin with, by its name. */
export const valuesFiles: readonly (readonly [name: string, path: string])[] = globSync(`${chartFolder}/ci/*-values.yaml`)
  .toSorted()
  .map((path) => [basename(path, "-values.yaml"), path]);

interface RenderOptions {
  readonly helm?: string;
  readonly chart?: string;
  readonly values: string;
  readonly release?: string;
  readonly namespace?: string;
  readonly more?: readonly string[];
}

/** The text that `helm template` prints; rejects with what it complains about. */
export async function render({
  helm = helms[0].path,
  chart = chartFolder,
  values,
  release = "tgcall",
  namespace = "calls",
  more = [],
}: RenderOptions): Promise<string> {
  const words = ["template", release, chart, "--namespace", namespace, "--kube-version", "1.35.0", "--values", values, ...more];
  const { stdout } = await run(helm, words, { maxBuffer: 64 * 1024 * 1024 });
  return stdout;
}

/** The objects in the text, read as Kubernetes reads them. */
export const parseManifests = (text: string): readonly Manifest[] =>
  parseAllDocuments(text, { version: "1.1", uniqueKeys: true }).flatMap((document) => {
    const [error] = document.errors;
    if (error !== undefined) throw error;
    const object: unknown = document.toJS({ maxAliasCount: -1 });
    return isRecord(object) ? [object] : [];
  });

/** What a file of the chart's own values renders into, with settings as `--set` takes them. */
export const renderWith = async (values: string, settings: string): Promise<readonly Manifest[]> =>
  parseManifests(await render({ values: `${chartFolder}/ci/${values}-values.yaml`, more: ["--set", settings] }));

export const lint = (helm: string, values: string): Promise<unknown> => run(helm, ["lint", "--strict", chartFolder, "--values", values]);

/** What a run that failed complained about. */
export const complaintOf = (error: unknown): string => (isRecord(Object(error)) ? String(Object(error).stderr ?? error) : String(error));

/** Kind and name, by which an object is known. */
export const nameOf = (object: Manifest): string => `${object["kind"]}/${Object(object["metadata"]).name}`;
