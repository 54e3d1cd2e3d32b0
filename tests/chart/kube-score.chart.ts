import { spawn } from "node:child_process";
import { json } from "node:stream/consumers";
import { expect, test } from "vitest";
import { goToolPath } from "../../scripts/test/go-tools.ts";
import { render, valuesFiles } from "./support/helm.ts";
import { at, listAt } from "./support/objects.ts";

/** What kube-score calls critical, of which objects, and why it stays. */
const accepted: readonly { readonly check: string; readonly of: RegExp; readonly because: string }[] = [
  {
    check: "container-resources",
    of: /: CPU limit is not set$/,
    because: "a limit makes a busy pod wait although its node is idle; requests share the node, and memory is limited",
  },
  {
    check: "container-image-pull-policy",
    of: /./,
    because:
      "images are named by digest or version: what has been pulled is what would be pulled, and a pod starts while the registry is away",
  },
  {
    check: "container-security-context-user-group-id",
    of: /^(api|signal|web|redis|exporter|call|draw): /,
    because: "users are those that the images are made for; nothing of a node is mounted, where their numbers could mean somebody else",
  },
  {
    check: "pod-probes-identical",
    of: /^tgcall-(web|redis|coturn): /,
    because:
      "nginx, the exporter and coturn have one question to ask; a pod that does not answer gets no traffic long before it is restarted",
  },
  {
    check: "pod-networkpolicy",
    of: /^tgcall-coturn: /,
    because: "it is on the network of its node, which policies do not bind; its configuration refuses to relay into private networks",
  },
];

/** The critical findings, as `check` and `object or container: finding`. */
async function criticalFindings(values: string): Promise<readonly { readonly check: string; readonly finding: string }[]> {
  const child = spawn(goToolPath("kubeScore"), ["score", "--kubernetes-version", "v1.35", "--output-format", "json", "-"]);
  child.stdin.end(await render({ values }));
  const objects: unknown = await json(child.stdout);
  return listAt({ objects }, "objects").flatMap((object) =>
    listAt(object, "checks")
      .filter(({ grade, skipped }) => grade === 1 && skipped === false)
      .flatMap((check) =>
        listAt(check, "comments").map(({ path, summary }) => ({
          check: String(at(check, "check", "id")),
          finding: `${path || at(object, "object_meta", "name")}: ${summary}`,
        })),
      ),
  );
}

/** Containers that the values bring along. */
const isOfUser = (finding: string): boolean => /^(beside|before): /.test(finding);

const found = new Map(await Promise.all(valuesFiles.map(async ([name, values]) => [name, await criticalFindings(values)] as const)));

test.each([...found])("kube-score has nothing critical against the values %s that has no reason to stay", (_name, findings) => {
  const open = findings.filter(({ check, finding }) => !accepted.some((each) => each.check === check && each.of.test(finding)));

  expect(open.filter(({ finding }) => !isOfUser(finding))).toEqual([]);
});

test("every reason is still needed", () => {
  const findings = [...found.values()].flat();

  expect(accepted.filter(({ check, of }) => !findings.some((each) => each.check === check && of.test(each.finding)))).toEqual([]);
});
