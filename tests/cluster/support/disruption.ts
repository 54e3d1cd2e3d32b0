import { at } from "../../chart/support/objects.ts";
import { type Found, find, isReady, kubectl, nameIn, podsOf, untilNothing } from "./kubectl.ts";

const patienceMs = 240_000;

/** Waits until every pod of the namespace is ready and none is on its way out. */
export async function untilSettled(namespace: string): Promise<number> {
  return await untilNothing(async () => {
    const pods = (await find("pods", namespace)).filter((pod) => at(pod, "status", "phase") !== "Succeeded");
    const unsettled = pods.filter((pod) => at(pod, "metadata", "deletionTimestamp") !== undefined || !isReady(pod));
    const missing = await missingPods(namespace);
    return [...unsettled.map(nameIn), ...missing].join(", ");
  }, patienceMs);
}

/** Workloads that have fewer pods ready than they want. */
async function missingPods(namespace: string): Promise<readonly string[]> {
  const workloads = await find("deployments,statefulsets,daemonsets", namespace);
  const isMissing = ({ kind, spec, status }: Found): boolean =>
    kind === "DaemonSet"
      ? at(status, "numberReady") !== at(status, "desiredNumberScheduled") || at(status, "desiredNumberScheduled") === 0
      : (at(status, "readyReplicas") ?? 0) !== at(spec, "replicas");
  return workloads.filter(isMissing).map(nameIn);
}

/** Waits until no Deployment has pods of before; those on their way out may still be there. */
export async function untilRolledOut(namespace: string): Promise<number> {
  return await untilNothing(async () => {
    const rolling = (await find("deployments", namespace)).filter(({ metadata, spec, status }) => {
      const isSeen = at(metadata, "generation") === at(status, "observedGeneration");
      const counts = ["replicas", "updatedReplicas", "availableReplicas"].map((name) => at(status, name));
      return !isSeen || counts.some((count) => count !== at(spec, "replicas"));
    });
    return rolling.map(nameIn).join();
  }, patienceMs);
}

/** Evicts every pod of the components one by one, as `kubectl drain` does: where the budget says not yet, it asks again. */
export async function evictAll(namespace: string, components: readonly string[]): Promise<{ evicted: number; refused: number }> {
  let [evicted, refused] = [0, 0];
  const all = (await Promise.all(components.map((component) => podsOf(namespace, component)))).flat();
  await Promise.all(
    all.map(async (pod) => {
      await untilNothing(async () => {
        const said = await evict(namespace, nameIn(pod));
        if (said === "") evicted += 1;
        else refused += 1;
        return said;
      }, patienceMs);
    }),
  );
  return { evicted, refused };
}

/** Asks for the pod's eviction; answers nothing, or why not yet. */
async function evict(namespace: string, name: string): Promise<string> {
  const eviction = { apiVersion: "policy/v1", kind: "Eviction", metadata: { name, namespace } };
  const path = `/api/v1/namespaces/${namespace}/pods/${name}/eviction`;
  return await kubectl(["create", "--raw", path, "--filename", "-"], { input: JSON.stringify(eviction) }).then(
    () => "",
    (error: unknown) => {
      const said = String(error);
      if (said.includes("disruption budget")) return said;
      throw error;
    },
  );
}
