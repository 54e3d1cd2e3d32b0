import { at, listAt } from "../../chart/support/objects.ts";
import { find, kubectl, nameIn } from "./kubectl.ts";

/** What a pod uses: thousandths of a core, and MiB of working set. */
export interface Usage {
  readonly cpu: number;
  readonly memory: number;
}

const factors: Readonly<Record<string, number>> = { n: 1e-6, u: 1e-3, m: 1, "": 1_000 };
const mebibytes: Readonly<Record<string, number>> = { Ki: 1 / 1024, Mi: 1, Gi: 1024, "": 1 / 1024 ** 2 };

const quantity = (text: unknown, units: Readonly<Record<string, number>>): number => {
  const [, value = "0", unit = ""] = /^([\d.]+)(\D*)$/.exec(String(text)) ?? [];
  return Number(value) * (units[unit] ?? Number.NaN);
};

/** What each pod of the namespace uses now by its component, as metrics-server has it. */
export async function usageOf(namespace: string): Promise<ReadonlyMap<string, readonly Usage[]>> {
  const pods = await find("pods", namespace);
  const componentOf = new Map(pods.map((pod) => [nameIn(pod), String(at(pod, "metadata", "labels", "app.kubernetes.io/component"))]));
  const measured = listAt(
    JSON.parse(await kubectl(["get", "--raw", `/apis/metrics.k8s.io/v1beta1/namespaces/${namespace}/pods`])),
    "items",
  );
  const usages = measured.flatMap((each) => {
    const component = componentOf.get(String(at(each, "metadata", "name")));
    const used = listAt(each, "containers").map(({ usage }) => ({
      cpu: quantity(at(usage, "cpu"), factors),
      memory: quantity(at(usage, "memory"), mebibytes),
    }));
    const sum = (name: keyof Usage): number => used.reduce((total, usage) => total + usage[name], 0);
    return component === undefined ? [] : [{ component, cpu: sum("cpu"), memory: sum("memory") }];
  });
  return new Map(Object.entries(Object.groupBy(usages, ({ component }) => component)).map(([name, list = []]) => [name, list]));
}

/** The mean over pods and samples, and the highest memory. */
export function summarise(samples: readonly (readonly Usage[])[]): Usage {
  const all = samples.flat();
  const cpu = all.reduce((total, usage) => total + usage.cpu, 0) / Math.max(1, all.length);
  return { cpu: Math.round(cpu), memory: Math.round(Math.max(0, ...all.map(({ memory }) => memory))) };
}
