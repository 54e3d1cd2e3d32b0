import { registry, repositoryOf } from "./images.ts";
import { inPod, kubectl } from "./kubectl.ts";
import { createNamespace } from "./release.ts";

export interface Target {
  readonly host: string;
  readonly port: number;
}

/** A pod of somebody else in the same cluster. */
export interface ForeignPod extends AsyncDisposable {
  /** Those of the targets that take a connection. */
  reaches(targets: readonly Target[]): Promise<readonly Target[]>;
  /** Whether this cluster does what NetworkPolicies say: one that forbids everything is tried on the pod itself. */
  meetsPolicies(): Promise<boolean>;
}

const knock = `
const { connect } = await import("node:net");
const tried = await Promise.all(JSON.parse(process.argv[1]).map(async (target) => {
  const socket = connect({ ...target, timeout: 3000 });
  const reached = await new Promise((resolve) => {
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false)).once("timeout", () => resolve(false));
  });
  socket.destroy();
  return reached ? [target] : [];
}));
console.log(JSON.stringify(tried.flat()));
`;

export async function runForeignPod(namespace: string, tag: string): Promise<ForeignPod> {
  await using owned = new AsyncDisposableStack();
  owned.use(await createNamespace(namespace, "privileged"));
  const create = (object: object): Promise<unknown> =>
    kubectl(["create", "--filename", "-", "--namespace", namespace], { input: JSON.stringify(object) });
  await create({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "foreign" },
    spec: {
      automountServiceAccountToken: false,
      terminationGracePeriodSeconds: 0,
      containers: [{ name: "node", image: `${registry}/${repositoryOf("api")}:${tag}`, command: ["sleep", "infinity"] }],
    },
  });
  await kubectl(["wait", "--for=condition=Ready", "pod/foreign", "--namespace", namespace, "--timeout=60s"]);
  const reaches = async (targets: readonly Target[]): Promise<readonly Target[]> =>
    JSON.parse(await inPod(namespace, "foreign", ["node", "--input-type=module", "--eval", knock, JSON.stringify(targets)]));
  const everything = owned.move();
  return {
    reaches,
    async meetsPolicies() {
      const dns = { host: "kubernetes.default", port: 443 };
      const spec = { podSelector: {}, policyTypes: ["Egress"], egress: [] };
      const reachedBefore = (await reaches([dns])).length === 1;
      await create({ apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy", metadata: { name: "nothing" }, spec });
      const reachedAfter = (await reaches([dns])).length === 1;
      await kubectl(["delete", "networkpolicy", "nothing", "--namespace", namespace]);
      return reachedBefore && !reachedAfter;
    },
    [Symbol.asyncDispose]: () => everything.disposeAsync(),
  };
}
