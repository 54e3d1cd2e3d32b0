import { isRecord } from "@tgcall/protocol";
import { at, listAt } from "../../chart/support/objects.ts";
import { run } from "./run.ts";

/** An object of the cluster as its API answers it. */
export type Found = Readonly<Record<string, unknown>>;

interface KubectlOptions {
  readonly input?: string | Uint8Array;
  readonly limitMs?: number;
}

/** Runs `kubectl` against the cluster of `KUBECONFIG`; answers what it prints. */
export const kubectl = (words: readonly string[], options: KubectlOptions = {}): Promise<string> => run("kubectl", words, options);

export async function find(kind: string, namespace: string, selector = ""): Promise<readonly Found[]> {
  const narrowed = selector === "" ? [] : ["--selector", selector];
  return listAt(JSON.parse(await kubectl(["get", kind, "--namespace", namespace, ...narrowed, "--output", "json"])), "items");
}

export async function read(kind: string, namespace: string, name: string): Promise<Found> {
  const found: unknown = JSON.parse(await kubectl(["get", kind, name, "--namespace", namespace, "--output", "json"]));
  if (!isRecord(found)) throw new Error(`${kind}/${name} is no object`);
  return found;
}

/** What a Secret holds, decoded. */
export async function secretOf(namespace: string, name: string): Promise<Readonly<Record<string, string>>> {
  const data: Readonly<Record<string, string>> = Object((await read("secret", namespace, name))["data"]);
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, Buffer.from(value, "base64").toString()]));
}

/** Makes the object so, whoever else owns fields of it. */
export async function apply(object: object): Promise<void> {
  await kubectl(["apply", "--server-side", "--force-conflicts", "--filename", "-"], { input: JSON.stringify(object) });
}

export const nameIn = (found: Found): string => String(at(found, "metadata", "name"));

export const uidOf = (found: Found): string => String(at(found, "metadata", "uid"));

/** Pods of a part of a release, those that are going away only when asked for. */
export async function podsOf(namespace: string, component: string, { leaving = false } = {}): Promise<readonly Found[]> {
  const pods = await find("pods", namespace, `app.kubernetes.io/component=${component}`);
  return pods.filter((pod) => leaving || at(pod, "metadata", "deletionTimestamp") === undefined);
}

export const isReady = (pod: Found): boolean =>
  listAt(pod, "status", "conditions").some(({ type, status }) => type === "Ready" && status === "True");

/** Runs a command in a pod's own container; answers what it prints. */
export const inPod = (
  namespace: string,
  pod: string,
  words: readonly string[],
  { container, ...options }: KubectlOptions & { readonly container?: string } = {},
): Promise<string> =>
  kubectl(
    [
      "exec",
      "--namespace",
      namespace,
      ...(options.input === undefined ? [] : ["--stdin"]),
      pod,
      ...(container === undefined ? [] : ["--container", container]),
      "--",
      ...words,
    ],
    options,
  );

const pollMs = 250;

/** Waits until `problem` finds nothing to say any more; answers the milliseconds, or throws what it said last. */
export async function untilNothing(problem: () => Promise<string>, withinMs: number): Promise<number> {
  const startedAtMs = Date.now();
  for (;;) {
    const said = await problem();
    const tookMs = Date.now() - startedAtMs;
    if (said === "") return tookMs;
    if (tookMs > withinMs) throw new Error(`after ${Math.round(withinMs / 1000)} s: ${said}`);
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}
