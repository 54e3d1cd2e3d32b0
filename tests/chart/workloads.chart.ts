import { describe, expect, test } from "vitest";
import { never, rendered } from "./support/every-values-file.ts";
import { nameOf, renderWith } from "./support/helm.ts";
import { at, listAt, ofKind, ownContainers, selects, workloadPod, workloadPods } from "./support/objects.ts";

const hasPodsOfServices = ({ component }: { readonly component: string }): boolean => component === "api" || component === "signal";

describe("every workload", () => {
  never("has the three probes on each container of its own", (objects) =>
    workloadPods(objects).flatMap((pod) =>
      ownContainers(pod).filter(({ name, startupProbe, readinessProbe, livenessProbe }) =>
        [readinessProbe, livenessProbe, name === pod.component ? startupProbe : {}].includes(undefined),
      ),
    ),
  );

  never("is alive whatever its Redis does, and ready only where it says so", (objects) =>
    workloadPods(objects)
      .filter(hasPodsOfServices)
      .flatMap(ownContainers)
      .filter(
        (container) =>
          at(container, "livenessProbe", "httpGet", "path") !== "/healthz" ||
          at(container, "readinessProbe", "httpGet", "path") !== "/readyz",
      ),
  );

  never("finds its own pods, and no others", (objects) => {
    const pods = workloadPods(objects);
    return pods.filter((pod) => {
      const selector = at(pod.owner, "spec", "selector", "matchLabels");
      return !selects(selector, pod) || pods.some((other) => other.component !== pod.component && selects(selector, other));
    });
  });

  never("never has fewer pods than wanted while it is rolled", (objects) =>
    ofKind(objects, "Deployment")
      .filter((deployment) => !nameOf(deployment).endsWith("-coturn"))
      .filter((deployment) => at(deployment, "spec", "strategy", "rollingUpdate", "maxUnavailable") !== 0),
  );

  never("is drained from nodes pod by pod", (objects) => {
    const budgets = ofKind(objects, "PodDisruptionBudget");
    return workloadPods(objects)
      .filter(({ owner }) => owner["kind"] !== "DaemonSet")
      .filter(
        (pod) =>
          !budgets.some(
            (budget) => selects(at(budget, "spec", "selector", "matchLabels"), pod) && at(budget, "spec", "maxUnavailable") === 1,
          ),
      );
  });

  never("is spread over nodes", (objects) =>
    workloadPods(objects).filter((pod) =>
      listAt(pod.spec, "topologySpreadConstraints").every((constraint) => !selects(at(constraint, "labelSelector", "matchLabels"), pod)),
    ),
  );

  never("has an account of its own", (objects) => {
    const accounts = ofKind(objects, "ServiceAccount").map((account) => at(account, "metadata", "name"));
    const used = workloadPods(objects).map(({ spec }) => spec["serviceAccountName"]);
    return used.filter((name, index) => !accounts.includes(name) || used.indexOf(name) !== index);
  });

  never("has time to stop: grace is more than preStop and drain together", (objects) => {
    const configs = ofKind(objects, "ConfigMap");
    // coturn's preStop waits for relays, as its own test says.
    const pods = workloadPods(objects).filter(({ component }) => component !== "coturn");
    return pods.filter(({ spec, containers, owner }) => {
      const config = configs.find((each) => at(each, "metadata", "name") === at(owner, "metadata", "name"));
      const preStop = secondsOfPreStop(containers[0]);
      const drain = Number(at(config, "data", "DRAIN_SECONDS") ?? 0);
      return !(Number(spec["terminationGracePeriodSeconds"]) > preStop + drain);
    });
  });

  never("is rolled by a change of its configuration", (objects) =>
    workloadPods(objects)
      .filter(({ component }) => component !== "web")
      .filter(
        ({ annotations }) =>
          !Object.entries(annotations).some(([key, value]) => key.startsWith("checksum/") && /^[0-9a-f]{64}$/.test(value)),
      ),
  );
});

test("every object says whose it is", () => {
  const wanted = [
    "app.kubernetes.io/name",
    "app.kubernetes.io/instance",
    "app.kubernetes.io/version",
    "app.kubernetes.io/managed-by",
    "helm.sh/chart",
  ];
  const objects = [...rendered.values()].flat().filter((object) => !nameOf(object).endsWith("-extra"));

  expect(objects.filter((object) => wanted.some((label) => at(object, "metadata", "labels", label) === undefined)).map(nameOf)).toEqual([]);
});

test("a signal pod hears first that it will be stopped, so that its peers can move", async () => {
  const [container] = workloadPod(await renderWith("default", "signal.replicas=3"), "signal")?.containers ?? [];

  expect(at(container, "lifecycle", "preStop", "exec", "command")).toEqual(["sh", "-c", "kill -USR2 1; exec sleep 5"]);
});

/** How long a container waits before it is told to end. */
function secondsOfPreStop(container: unknown): number {
  const preStop = at(container, "lifecycle", "preStop");
  return Number(at(preStop, "sleep", "seconds") ?? /sleep (\d+)$/.exec(String(at(preStop, "exec", "command", 2)))?.[1] ?? 0);
}
