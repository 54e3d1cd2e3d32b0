import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";

/** A program that Go builds from its source, that of a module or of a folder here, unless one of its major version is installed. */
interface GoTool {
  readonly module: string;
  readonly folder?: string;
  readonly version: string;
  readonly home: string;
  /** The word that makes an installed one say its version. */
  readonly asks?: string;
}

export type GoToolName = "helm" | "helm4" | "k6" | "kubeconform" | "kubeScore" | "otelcol";

/** The programs that tests need and that no package manager has everywhere. */
const goTools: Readonly<Record<GoToolName, GoTool>> = {
  helm: { module: "helm.sh/helm/v3/cmd/helm", version: "v3.22.0", home: "https://helm.sh", asks: "version" },
  helm4: { module: "helm.sh/helm/v4/cmd/helm", version: "v4.3.1", home: "https://helm.sh", asks: "version" },
  k6: { module: "go.k6.io/k6", version: "v1.8.1", home: "https://k6.io", asks: "version" },
  otelcol: { module: "tgcall/otelcol", folder: "tests/observability/collector", version: "v0.161.0", home: "https://opentelemetry.io" },
  kubeconform: {
    module: "github.com/yannh/kubeconform/cmd/kubeconform",
    version: "v0.8.0",
    home: "https://github.com/yannh/kubeconform",
    asks: "-v",
  },
  kubeScore: { module: "github.com/zegl/kube-score/cmd/kube-score", version: "v1.20.0", home: "https://kube-score.com", asks: "version" },
};

const folderOf = ({ module, version }: GoTool): string => resolve(".cache/bin", `${module.replaceAll("/", "-")}@${version}`);
const nameOf = ({ module }: GoTool): string => module.split("/").at(-1) ?? module;

const majorOf = (said: string): string | undefined => /\bv?(\d+)\.\d+\.\d+/.exec(said)?.[1];

/** The first in the folders of `path` whose major version is the wanted one. */
export function findGoTool(name: GoToolName, path: string): string | undefined {
  const tool = goTools[name];
  const { asks, version } = tool;
  if (asks === undefined) return undefined;
  const fits = (file: string): boolean => majorOf(spawnSync(file, [asks], { encoding: "utf8" }).stdout ?? "") === majorOf(version);
  return path
    .split(delimiter)
    .map((folder) => join(folder, nameOf(tool)))
    .find((file) => existsSync(file) && fits(file));
}

const installed = new Map<GoToolName, string | undefined>();

/** The program that is installed, or the one that `ensureGoTools` has built; each version has a place of its own. */
export function goToolPath(name: GoToolName): string {
  if (!installed.has(name)) installed.set(name, findGoTool(name, process.env["PATH"] ?? ""));
  return installed.get(name) ?? `${folderOf(goTools[name])}/${nameOf(goTools[name])}`;
}

/** Builds what is missing; throws with what to install where Go is missing too. The first time takes minutes. */
export function ensureGoTools(names: readonly GoToolName[]): void {
  for (const name of names.filter((each) => !existsSync(goToolPath(each)))) {
    const { module, folder, version, home } = goTools[name];
    if (spawnSync("go", ["version"]).status !== 0)
      throw new Error(`${name} is built by Go, which is missing: install Go (https://go.dev); about ${name}: ${home}`);
    // Outside of any Go module but its own, and with room for GOFLAGS of the machine.
    const source = folder === undefined ? `${module}@${version}` : ".";
    console.log(`Building ${module}@${version} (go install) …`);
    const { status } = spawnSync("go", ["install", source], {
      cwd: folder ?? ".",
      stdio: ["ignore", "ignore", "inherit"],
      env: { ...process.env, GOBIN: folderOf(goTools[name]) },
    });
    if (status !== 0) throw new Error(`${name} cannot be built: go install ${source} failed, see above`);
  }
}
