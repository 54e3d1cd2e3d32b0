import { goToolPath } from "../../../scripts/test/go-tools.ts";
import { chartFolder } from "../../chart/support/helm.ts";
import { kubectl } from "./kubectl.ts";
import { run } from "./run.ts";

/** What is said to the chart. */
export type Values = Readonly<Record<string, unknown>>;

interface Change {
  /** Files of values, which `values` go over. */
  readonly files?: readonly string[];
  readonly values?: Values;
  /** What `--set` says, by its path. */
  readonly set?: Readonly<Record<string, string>>;
}

const helm = goToolPath("helm");
const waitMs = 240_000;

/** A release of the chart, as an operator handles it by Helm. */
export class Release {
  readonly name: string;
  readonly namespace: string;

  constructor(name: string, namespace: string) {
    this.name = name;
    this.namespace = namespace;
  }

  /** Installs and waits until everything is ready; answers what Helm says to the operator. */
  install(change: Change): Promise<string> {
    return this.#apply("install", change);
  }

  upgrade(change: Change): Promise<string> {
    return this.#apply("upgrade", change);
  }

  rollback(revision: number): Promise<string> {
    return this.#run(["rollback", this.name, `${revision}`, "--wait", "--timeout", `${waitMs}ms`]);
  }

  uninstall(): Promise<string> {
    return this.#run(["uninstall", this.name, "--wait", "--timeout", `${waitMs}ms`]);
  }

  /** Runs the chart's own tests; answers what they print. */
  test(): Promise<string> {
    return run(helm, ["test", this.name, "--namespace", this.namespace], { isVerbose: true });
  }

  #apply(verb: "install" | "upgrade", { files = [], values = {}, set = {} }: Change): Promise<string> {
    const named = files.flatMap((file) => ["--values", file]);
    const said = Object.entries(set).flatMap(([path, value]) => ["--set", `${path}=${value}`]);
    const words = [verb, this.name, chartFolder, ...named, "--values", "-", ...said, "--wait", "--timeout", `${waitMs}ms`];
    return this.#run(words, JSON.stringify(values));
  }

  #run(words: readonly string[], input?: string): Promise<string> {
    return run(helm, [...words, "--namespace", this.namespace], { limitMs: waitMs + 30_000, ...(input === undefined ? {} : { input }) });
  }
}

/** How strict the cluster is with pods of a namespace (Pod Security Standards). */
type Strictness = "restricted" | "privileged";

/** Makes a namespace; disposing takes it and all that is in it away, however long its pods would like to stay. */
export async function createNamespace(name: string, strictness: Strictness): Promise<AsyncDisposable> {
  const labels = { "pod-security.kubernetes.io/enforce": strictness };
  await kubectl(["create", "--filename", "-"], {
    input: JSON.stringify({ apiVersion: "v1", kind: "Namespace", metadata: { name, labels } }),
  });
  return {
    async [Symbol.asyncDispose]() {
      await kubectl(["delete", "namespace", name, "--wait=false"]);
      await kubectl(["delete", "pods", "--all", "--namespace", name, "--force", "--grace-period=0"]);
      await kubectl(["wait", "--for=delete", `namespace/${name}`, "--timeout=120s"], { limitMs: 130_000 });
    },
  };
}

/** Puts a certificate where Ingress and coturn look for it. */
export async function placeCertificate(namespace: string, name: string, { cert, key }: { readonly cert: string; readonly key: string }) {
  const object = { apiVersion: "v1", kind: "Secret", type: "kubernetes.io/tls", metadata: { name, namespace } };
  await kubectl(["apply", "--server-side", "--force-conflicts", "--filename", "-"], {
    input: JSON.stringify({ ...object, stringData: { "tls.crt": cert, "tls.key": key } }),
  });
}
