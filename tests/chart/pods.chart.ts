import { isDeepStrictEqual } from "node:util";
import { describe } from "vitest";
import { never } from "./support/every-values-file.ts";
import { allPods, at, listAt, listedAt, ofKind, ownContainers } from "./support/objects.ts";

describe("every pod", () => {
  never("runs as somebody who is not root, by number, under the default seccomp profile", (objects) =>
    allPods(objects).filter(({ spec }) => {
      const context = at(spec, "securityContext");
      return (
        at(context, "runAsNonRoot") !== true ||
        Number(at(context, "runAsUser") ?? 0) < 1 ||
        at(context, "seccompProfile", "type") !== "RuntimeDefault"
      );
    }),
  );

  never("learns of no other service by its environment", (objects) =>
    allPods(objects).filter(({ spec }) => spec["enableServiceLinks"] !== false),
  );

  never("but that of the job that draws secrets has no token of the API server", (objects) =>
    allPods(objects).filter(({ spec, component }) => spec["automountServiceAccountToken"] !== (component === "secrets-job")),
  );

  never("with a token may make Secrets, and read and change those that it makes, and nothing else", (objects) =>
    ofKind(objects, "Role")
      .flatMap((role) => listAt(role, "rules"))
      .filter(({ resources, resourceNames, verbs }) => {
        const isMaking = isDeepStrictEqual(verbs, ["create"]);
        const isOfItsOwn =
          isDeepStrictEqual(verbs, ["get", "update"]) && isDeepStrictEqual(resourceNames, ["tgcall-secrets", "tgcall-redis-access"]);
        return !isDeepStrictEqual(resources, ["secrets"]) || !(isMaking || isOfItsOwn);
      }),
  );

  never("but coturn's keeps to itself what is the node's", (objects) =>
    allPods(objects)
      .filter(({ component }) => component !== "coturn")
      .filter(({ spec, containers }) => {
        const isShared = ["hostNetwork", "hostPID", "hostIPC"].some((each) => spec[each] === true);
        const hasHostPath = listAt(spec, "volumes").some((volume) => "hostPath" in volume);
        return isShared || hasHostPath || containers.some((container) => listAt(container, "ports").some((port) => "hostPort" in port));
      }),
  );

  never("gives its containers a file system that cannot be written and no capability", (objects) =>
    allPods(objects).flatMap((pod) =>
      ownContainers(pod).filter((container) => {
        const context = at(container, "securityContext");
        const added = listedAt(context, "capabilities", "add").filter(
          (each) => !(pod.component === "coturn" && each === "NET_BIND_SERVICE"),
        );
        const isTight = at(context, "readOnlyRootFilesystem") === true && at(context, "allowPrivilegeEscalation") === false;
        return (
          !isTight || at(context, "privileged") === true || !listedAt(context, "capabilities", "drop").includes("ALL") || added.length > 0
        );
      }),
    ),
  );

  never("asks for CPU and memory, and is held to its memory", (objects) =>
    allPods(objects).flatMap((pod) =>
      ownContainers(pod).filter(({ resources }) =>
        [at(resources, "requests", "cpu"), at(resources, "requests", "memory"), at(resources, "limits", "memory")].includes(undefined),
      ),
    ),
  );

  never("takes its images by digest or by a version, never by what may change", (objects) =>
    allPods(objects)
      .flatMap((pod) => ownContainers(pod).map(({ image }) => String(image)))
      .filter((image) => !/@sha256:[a-f0-9]{64}$|:v?\d[\w.-]*$/.test(image)),
  );

  never("has environment variables, ports and volumes of different names", (objects) =>
    allPods(objects).flatMap(({ containers, spec }) =>
      [listAt(spec, "volumes"), containers, ...containers.flatMap((each) => [listAt(each, "env"), listAt(each, "ports")])].filter(
        (named) => new Set(named.map(({ name }) => name)).size < named.length,
      ),
    ),
  );

  never("mounts volumes that it has", (objects) =>
    allPods(objects).flatMap(({ containers, spec, owner }) => {
      const volumes = [
        ...listAt(spec, "volumes"),
        ...listAt(owner, "spec", "volumeClaimTemplates").map((claim) => ({ name: at(claim, "metadata", "name") })),
      ];
      return containers
        .flatMap((each) => listAt(each, "volumeMounts"))
        .filter((mount) => !volumes.some(({ name }) => name === mount["name"]));
    }),
  );
});
