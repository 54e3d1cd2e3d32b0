import { at, listAt } from "../../chart/support/objects.ts";
import { type Found, kubectl, nameIn, untilNothing } from "./kubectl.ts";

const selector = "app.kubernetes.io/name=ingress-nginx,app.kubernetes.io/component=controller";

async function controller(): Promise<Found> {
  const words = ["get", "pods", "--all-namespaces", "--selector", selector, "--output", "json"];
  const [pod] = listAt(JSON.parse(await kubectl(words)), "items");
  if (pod === undefined) throw new Error("there is no ingress-nginx in this cluster: install it");
  return pod;
}

/** Where browsers reach it: what `CLUSTER_INGRESS` says, or the node whose ports 80 and 443 it holds. */
export async function ingressAddress(): Promise<string> {
  const said = process.env["CLUSTER_INGRESS"] ?? "";
  return said === "" ? String(at(await controller(), "status", "hostIP")) : said;
}

/** Waits until it leads to a release, which is a moment after the release is ready. */
export const untilReachable = (origin: string): Promise<number> =>
  untilNothing(
    () =>
      fetch(`${origin}/api/healthz`, { signal: AbortSignal.timeout(5_000) }).then(
        ({ ok, status }) => (ok ? "" : `${origin} answers ${status}`),
        String,
      ),
    60_000,
  );

/** How often it has loaded a configuration that was new to nginx. */
export async function countReloads(): Promise<number> {
  const pod = await controller();
  const log = await kubectl(["logs", nameIn(pod), "--namespace", String(at(pod, "metadata", "namespace"))]);
  return log.split("Backend successfully reloaded").length - 1;
}
