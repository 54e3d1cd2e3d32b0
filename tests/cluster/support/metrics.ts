import { kubectl, nameIn, podsOf } from "./kubectl.ts";

/** A metric of each pod of a component, by the pod's name; the sum over its labels, and 0 where it is absent. */
export async function metricOf(namespace: string, component: string, metric: string): Promise<ReadonlyMap<string, number>> {
  const pods = await podsOf(namespace, component);
  const read = async (pod: string): Promise<number> => {
    const text = await kubectl(["get", "--raw", `/api/v1/namespaces/${namespace}/pods/${pod}:9090/proxy/metrics`]);
    const values = [...text.matchAll(new RegExp(`^${metric}(?:\\{.*\\})? (\\S+)$`, "gm"))].map(([, value]) => Number(value));
    return values.reduce((sum, value) => sum + value, 0);
  };
  return new Map(await Promise.all(pods.map(async (pod) => [nameIn(pod), await read(nameIn(pod))] as const)));
}

export const totalOf = (values: ReadonlyMap<string, number>): number => [...values.values()].reduce((sum, value) => sum + value, 0);
