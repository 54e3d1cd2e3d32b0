import { globSync, readFileSync } from "node:fs";
import { parse } from "yaml";
import { at, listAt, listedAt } from "../../chart/support/objects.ts";
import type { ImageName, ImageTags } from "./images.ts";

/** What `skaffold dev` does with skaffold.yaml, for machines that do not have Skaffold. */
const skaffold: unknown = parse(readFileSync("skaffold.yaml", "utf8"));
const [release] = listAt(skaffold, "deploy", "helm", "releases");
const artifacts = listAt(skaffold, "build", "artifacts");
const development = listAt(skaffold, "profiles").find(({ name }) => name === "dev");

/** The commands to run before the release is made. */
export const hooks: readonly (readonly string[])[] = listAt(skaffold, "deploy", "helm", "hooks", "before").map((hook) =>
  listedAt(hook, "host", "command").map(String),
);

export const releaseName = String(release?.["name"]);
export const valuesFiles: readonly string[] = listedAt(release, "valuesFiles").map(String);

/** What is set beside the files: the images by the templates of the release, and what the dev profile adds. */
export function setValues(tags: ImageTags): Readonly<Record<string, string>> {
  const templates = Object.entries<string>(Object(release?.["setValueTemplates"])).map(([path, text]) => [path, fill(text, tags)]);
  const added = listAt(development, "patches").find(({ path }) => path === "/deploy/helm/releases/0/setValues");
  return Object.fromEntries([...templates, ...Object.entries(Object(added?.["value"])).map(([path, value]) => [path, String(value)])]);
}

/** `{{.IMAGE_REPO_<image>}}` and `{{.IMAGE_TAG_<image>}}`, where what is no letter and no digit of the image's name is `_`. */
const fill = (text: string, tags: ImageTags): string =>
  text.replaceAll(/\{\{\.IMAGE_(REPO|TAG)_(\w+)}}/g, (_, part, name) => {
    const image = artifacts.map((each) => String(each["image"])).find((each) => each.replaceAll(/[^a-zA-Z0-9]/g, "_") === name);
    const service = image?.split("/").at(-1) as ImageName;
    return part === "REPO" ? String(image) : tags[service];
  });

/** Where a changed source file goes in the container of an image, by the first rule that it matches; nothing means: build anew. */
export function syncedTo(image: string, source: string): string | undefined {
  const artifact = artifacts.find((each) => each["image"] === image);
  const rule = listAt(artifact, "sync", "manual").find(({ src }) => globSync(String(src)).includes(source));
  const [strip, destination] = [String(rule?.["strip"] ?? ""), at(rule, "dest")];
  return rule === undefined ? undefined : `${destination}/${source.startsWith(strip) ? source.slice(strip.length) : source}`;
}
