import { mkdir, writeFile } from "node:fs/promises";
import { listAt } from "../../chart/support/objects.ts";
import { find, kubectl, nameIn } from "./kubectl.ts";

const tail = "--tail=2000";

/** Writes the namespace's events, the descriptions of its pods and the logs of each container, also of those before, into the folder. */
export async function collectEvidence(namespace: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const keep = async (file: string, words: readonly string[]): Promise<void> => {
    // Whatever cannot be had any more must not hide why the test failed.
    const said = await kubectl([...words, "--namespace", namespace]).catch(String);
    if (said !== "") await writeFile(`${folder}/${namespace}-${file}.txt`, said);
  };
  await keep("events", ["get", "events", "--sort-by", ".lastTimestamp"]);
  await keep("objects", ["get", "pods,deployments,statefulsets,daemonsets,services,ingresses,hpa,pvc", "--output", "wide"]);
  await keep("pods", ["describe", "pods"]);
  for (const pod of await find("pods", namespace).catch(() => [])) {
    const name = nameIn(pod);
    await keep(name, ["logs", name, "--all-containers", tail]);
    const hasEnded = listAt(pod, "status", "containerStatuses").some(({ restartCount }) => restartCount !== 0);
    if (hasEnded) await keep(`${name}-before`, ["logs", name, "--all-containers", "--previous", tail]);
  }
}
