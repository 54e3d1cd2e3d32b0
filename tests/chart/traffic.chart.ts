import { describe } from "vitest";
import { never } from "./support/every-values-file.ts";
import { type Manifest, nameOf } from "./support/helm.ts";
import { allPods, at, listAt, ofKind, selects, workloadPods } from "./support/objects.ts";

describe("traffic", () => {
  never("is refused to every pod unless a policy of its own allows it", (objects) => {
    const policies = ofKind(objects, "NetworkPolicy");
    if (policies.length === 0) return workloadPods(objects).filter(({ component }) => component !== "coturn");
    const finds = (policy: Manifest, pod: Parameters<typeof selects>[1]): boolean =>
      selects(at(policy, "spec", "podSelector", "matchLabels"), pod);
    return allPods(objects)
      .filter(({ spec }) => spec["hostNetwork"] !== true)
      .filter((pod) => policies.filter((policy) => finds(policy, pod)).length !== 2);
  });

  never("of Services reaches ports that pods have", (objects) =>
    ofKind(objects, "Service").flatMap((service) => {
      const pods = workloadPods(objects).filter((pod) => selects(at(service, "spec", "selector"), pod));
      const ports = pods.flatMap(({ containers }) => containers.flatMap((each) => listAt(each, "ports"))).map(({ name }) => name);
      return listAt(service, "spec", "ports").filter(({ targetPort }) => !ports.includes(targetPort));
    }),
  );

  never("of routes reaches Services that there are, at ports that they have", (objects) => {
    const services = new Map(
      ofKind(objects, "Service").map((service) => [at(service, "metadata", "name"), listAt(service, "spec", "ports")]),
    );
    const ingress = ofKind(objects, "Ingress").flatMap((each) =>
      listAt(each, "spec", "rules", 0, "http", "paths").map((path) => at(path, "backend", "service")),
    );
    const gateway = ofKind(objects, "HTTPRoute", "TLSRoute").flatMap((each) =>
      listAt(each, "spec", "rules").flatMap((rule) => listAt(rule, "backendRefs")),
    );
    const isReached = (backend: unknown): boolean =>
      (services.get(at(backend, "name")) ?? []).some(
        ({ name, port }) => name === at(backend, "port", "name") || port === at(backend, "port"),
      );
    return [...ingress, ...gateway].filter((backend) => !isReached(backend));
  });

  never("of peers of one call goes to one pod, with ingress-nginx and HAProxy", (objects) =>
    ofKind(objects, "Ingress").filter((each) => {
      const annotations = Object(at(each, "metadata", "annotations"));
      const hashes: Readonly<Record<string, boolean>> = {
        nginx: annotations["nginx.ingress.kubernetes.io/upstream-hash-by"] === "$arg_callId",
        haproxy: annotations["haproxy.org/load-balance"] === "url_param callId",
      };
      return nameOf(each).endsWith("-signal") && hashes[String(at(each, "spec", "ingressClassName"))] === false;
    }),
  );

  never("is not ruled by words on an Ingress that HAProxy reads in its own ConfigMap alone", (objects) =>
    ofKind(objects, "Ingress")
      .flatMap((each) => Object.keys(Object(at(each, "metadata", "annotations"))))
      .filter((name) => /^haproxy\.org\/timeout-(?!server$|check$)/.test(name)),
  );

  never("decides the number of pods in one place", (objects) => {
    const scaled = ofKind(objects, "HorizontalPodAutoscaler", "ScaledObject").map((each) => at(each, "spec", "scaleTargetRef", "name"));
    const fixed = ofKind(objects, "Deployment")
      .filter((each) => at(each, "spec", "replicas") !== undefined)
      .map((each) => at(each, "metadata", "name"));
    return [...scaled.filter((name, index) => scaled.indexOf(name) !== index), ...fixed.filter((name) => scaled.includes(name))];
  });
});
