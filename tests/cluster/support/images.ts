import { mkdtempDisposableSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { at, listAt } from "../../chart/support/objects.ts";
import { kubectl } from "./kubectl.ts";
import { run } from "./run.ts";

/** The images that the repository makes, and what makes them. */
export const dockerfiles = { api: "services/api/Dockerfile", signal: "services/signal/Dockerfile", web: "web/Dockerfile" } as const;

export type ImageName = keyof typeof dockerfiles;

/** Tags by which the cluster knows the images; each is that of its content. */
export type ImageTags = Readonly<Record<ImageName, string>>;

export const registry = "docker.io";
export const repositoryOf = (name: ImageName): string => `tgcall/${name}`;

/** What makes images on this machine. */
interface Builder {
  /** Builds an image; answers its id. */
  build(dockerfile: string, name: string): Promise<string>;
  tag(name: string, other: string): Promise<unknown>;
  /** Writes the image, under its name, into an archive. */
  save(name: string, archive: string): Promise<unknown>;
}

const buildMs = 900_000;

const docker: Builder = {
  build: (dockerfile, name) => run("docker", ["build", "--quiet", "--file", dockerfile, "--tag", name, "."], { limitMs: buildMs }),
  tag: (name, other) => run("docker", ["tag", name, other]),
  save: (name, archive) => run("docker", ["save", "--output", archive, name]),
};

const buildah: Builder = {
  build: (dockerfile, name) =>
    run("buildah", ["build", "--quiet", "--layers", "--format", "docker", "--file", dockerfile, "--tag", name, "."], { limitMs: buildMs }),
  tag: (name, other) => run("buildah", ["tag", name, other]),
  save: (name, archive) => run("buildah", ["push", "--quiet", name, `docker-archive:${archive}:${name}`]),
};

const works = (program: string, word: string): Promise<boolean> =>
  run(program, [word]).then(
    () => true,
    () => false,
  );

async function findBuilder(): Promise<Builder> {
  if (await works("docker", "info")) return docker;
  if (await works("buildah", "info")) return buildah;
  throw new Error("images are built by docker or buildah, and neither works here: install one");
}

/** Builds the images and brings those that the cluster does not have yet into it. */
export async function provideImages(names: readonly ImageName[] = ["api", "signal", "web"]): Promise<ImageTags> {
  using folder = mkdtempDisposableSync(join(tmpdir(), "tgcall-images-"));
  const builder = await findBuilder();
  const tags: Record<string, string> = {};
  for (const name of names) {
    const built = `${registry}/${repositoryOf(name)}:built`;
    const tag = (await builder.build(dockerfiles[name], built)).trim().replace("sha256:", "").slice(0, 12);
    const image = `${registry}/${repositoryOf(name)}:${tag}`;
    if (!(await clusterHas(image))) {
      const archive = join(folder.path, `${name}.tar`);
      await builder.tag(built, image);
      await builder.save(image, archive);
      await load(archive);
    }
    tags[name] = tag;
  }
  return tags as ImageTags;
}

async function clusterHas(image: string): Promise<boolean> {
  const nodes = listAt(JSON.parse(await kubectl(["get", "nodes", "--output", "json"])), "items");
  return nodes.every((node) =>
    listAt(node, "status", "images").some(({ names }) => Array.isArray(names) && names.some((name) => name === image)),
  );
}

/** Brings an archive into the cluster by the command that `CLUSTER_LOAD` says, or by kind. */
async function load(archive: string): Promise<void> {
  const [program = "", ...words] = await loadCommand();
  await run(program, [...words, archive], { limitMs: 300_000 });
}

async function loadCommand(): Promise<readonly string[]> {
  const said = process.env["CLUSTER_LOAD"] ?? "";
  if (said !== "") return said.split(" ");
  const context = at(JSON.parse(await kubectl(["config", "view", "--output", "json"])), "current-context");
  const [, kind] = /^kind-(.+)$/.exec(String(context)) ?? [];
  if (kind !== undefined) return ["kind", "load", "image-archive", "--name", kind];
  throw new Error(`set CLUSTER_LOAD to the command that brings an image archive into the cluster "${context}"`);
}
