import type { IEnvVar } from "kubernetes-models/v1/EnvVar";
import type { IPodSpec } from "kubernetes-models/v1/PodSpec";
import { type Entries, type Expression, firstOf, type Tree, when } from "../../twofold/index.ts";
import { imageOf } from "../names.ts";
import { values } from "../values/index.ts";
import { resourcesOf } from "../values/workload-fields.ts";
import { restricted, restrictedPod } from "./pod.ts";

const folder = "/script";

interface ScriptPod {
  readonly name: string;
  /** The file that runs, of those in the ConfigMap. */
  readonly script: string;
  readonly configMap: Expression<string>;
  readonly env?: readonly Tree<IEnvVar>[];
  readonly spec?: Partial<Entries<IPodSpec>>;
}

/** A pod that runs a script to its end, in the image of api and where that may run. */
export const scriptPod = ({ name, script, configMap, env = [], spec = {} }: ScriptPod): Entries<IPodSpec> => ({
  restartPolicy: "Never",
  automountServiceAccountToken: false,
  enableServiceLinks: false,
  ...spec,
  runtimeClassName: when(values.api.runtimeClassName, values.api.runtimeClassName),
  nodeSelector: values.api.nodeSelector,
  tolerations: values.api.tolerations,
  imagePullSecrets: firstOf(values.imagePullSecrets, values.global.imagePullSecrets),
  securityContext: restrictedPod(1000),
  containers: [
    {
      name,
      image: imageOf(values.api.image),
      imagePullPolicy: values.api.image.pullPolicy,
      command: ["node", `${folder}/${script}`],
      ...(env.length === 0 ? {} : { env: [...env] }),
      securityContext: restricted,
      resources: resourcesOf({ cpu: "10m", memory: "64Mi", memoryLimit: "256Mi" }),
      volumeMounts: [{ name: "script", mountPath: folder, readOnly: true }],
    },
  ],
  volumes: [{ name: "script", configMap: { name: configMap } }],
});
