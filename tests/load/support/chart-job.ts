import { spawn } from "node:child_process";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { manifestsOf } from "@tgcall/k8s";
import { goToolPath } from "../../../scripts/test/go-tools.ts";
import { at, listAt, listedAt } from "../../chart/support/objects.ts";
import { finish, type LoadRun } from "./run-load.ts";

type Environment = Readonly<Record<string, string>>;

const textsAt = (value: unknown, ...path: readonly string[]): Environment => Object(at(value, ...path) ?? {});

/** The chart's load test, and what its services are told. */
export class ChartJob {
  readonly spec: unknown;
  readonly #objects: readonly unknown[];

  constructor(config: Environment) {
    const values = {
      domain: "call.example.com",
      config: { createAuth: "open", ...config },
      turn: { provider: "none" },
      loadTest: { enabled: true, minutes: 5, resultsClaim: "reports" },
    };
    this.#objects = manifestsOf(values).map(({ object }) => object);
    this.spec = at(this.#find("Job", "tgcall-load"), "spec");
  }

  /** The rates that the api is told. */
  get rates(): Environment {
    const told = Object.entries(textsAt(this.#find("ConfigMap", "tgcall-api"), "data"));
    return Object.fromEntries(told.filter(([name]) => name.startsWith("RATE_")));
  }

  /** What its container is told. */
  get environment(): Environment {
    return Object.fromEntries(listAt(this.#container, "env").map(({ name, value }) => [name, String(value)]));
  }

  /** Runs its container's words with k6 of this machine; the folders that it mounts are here, and it is told `here` besides. */
  async run(here: Environment): Promise<Omit<LoadRun, "timeline">> {
    const folder = await mkdtemp(join(tmpdir(), "tgcall-load-job-"));
    await writeFile(join(folder, "load-test.js"), textsAt(this.#find("ConfigMap", "tgcall-load"), "data")["load-test.js"] ?? "");
    const mounts = listAt(this.#container, "volumeMounts").map(({ mountPath }) => `${mountPath}/`);
    const local = (path: string): string =>
      path.replace(mounts.find((mount) => path.startsWith(mount)) ?? "", (mount) => (mount === "" ? "" : `${folder}/`));
    const told = Object.fromEntries(Object.entries(this.environment).map(([name, value]) => [name, local(value)]));

    const words = listedAt(this.#container, "args").map((word) => local(String(word)));
    const k6 = spawn(goToolPath("k6"), words, {
      cwd: folder,
      env: { ...process.env, ...told, ...here },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const { code, output, read } = await finish(k6);
    const [report, page] = await Promise.all([read(`${folder}/smoke.json`), read(`${folder}/smoke.html`)]);
    return { code, output, report: JSON.parse(report), page };
  }

  get #container(): unknown {
    return listAt(this.spec, "template", "spec", "containers")[0];
  }

  #find(kind: string, name: string): unknown {
    return this.#objects.find((object) => at(object, "kind") === kind && String(at(object, "metadata", "name")).startsWith(name));
  }
}
