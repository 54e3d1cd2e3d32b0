import { readFileSync } from "node:fs";
import { afterAll, expect, test } from "vitest";
import { theInstallation } from "./support/installation.ts";
import { inPod, kubectl, nameIn, podsOf, untilNothing } from "./support/kubectl.ts";
import { createNamespace, Release } from "./support/release.ts";
import { run } from "./support/run.ts";
import { shown } from "./support/shown.ts";
import { hooks, releaseName, setValues, syncedTo, valuesFiles } from "./support/skaffold.ts";

const { namespace: other, tags, domain } = theInstallation();
const namespace = `${other}-dev`;
const owned = new AsyncDisposableStack();
afterAll(() => owned.disposeAsync());
owned.use(await createNamespace(namespace, "privileged"));

const title = "the steps of skaffold.yaml: the release becomes ready, and a changed source runs in the pod within 5 seconds";

test(title, () =>
  shown(
    title,
    async (figures) => {
      for (const [program = "", ...words] of hooks) await run(program, words);
      expect(await run("git", ["status", "--porcelain", "charts"])).toBe("");
      const startedAtMs = Date.now();
      // Ingresses of two releases cannot have one host.
      await new Release(releaseName, namespace).install({ files: valuesFiles, set: setValues(tags), values: { domain: `dev.${domain}` } });
      figures.ms("install until ready", Date.now() - startedAtMs);

      const source = "services/api/src/openapi/document.ts";
      const target = syncedTo("tgcall/api", source);
      const changed = readFileSync(source, "utf8").replace(/title: "[^"]*"/, 'title: "changed while it runs"');
      const [pod] = await podsOf(namespace, "api");
      const name = String(pod && nameIn(pod));
      const titleNow = async (): Promise<string> => {
        const path = `/api/v1/namespaces/${namespace}/pods/${name}:3001/proxy/api/openapi.json`;
        return String(JSON.parse(await kubectl(["get", "--raw", path])).info?.title);
      };
      expect(await titleNow()).not.toContain("changed");

      const changedAtMs = Date.now();
      await inPod(namespace, name, ["sh", "-c", `cat >"${target}"`], { input: changed });
      await untilNothing(async () => ((await titleNow().catch(String)) === "changed while it runs" ? "" : "the old code runs"), 30_000);

      figures.ms("a changed source runs after", Date.now() - changedAtMs, 5_000);
      figures.count("restarts of the container", Number(await restartsOf(name)));
    },
    [namespace],
  ),
);

const restartsOf = (pod: string): Promise<string> =>
  kubectl(["get", "pod", pod, "--namespace", namespace, "--output", "jsonpath={.status.containerStatuses[0].restartCount}"]);
