import { Construct } from "constructs";
import type { IJob } from "kubernetes-models/batch/v1/Job";
import type { INetworkPolicy } from "kubernetes-models/networking.k8s.io/v1/NetworkPolicy";
import type { IRole } from "kubernetes-models/rbac.authorization.k8s.io/v1/Role";
import type { IRoleBinding } from "kubernetes-models/rbac.authorization.k8s.io/v1/RoleBinding";
import type { IConfigMap } from "kubernetes-models/v1/ConfigMap";
import type { ISecret } from "kubernetes-models/v1/Secret";
import type { IServiceAccount } from "kubernetes-models/v1/ServiceAccount";
import { all, any, equals, fileContent, json, namedCondition, namedTree, Resource, release, when } from "../../twofold/index.ts";
import { scriptPod } from "../parts/script-pod.ts";
import { mainSecret, redisSecret } from "../secret-names.ts";
import { values } from "../values/index.ts";
import { secretsJob } from "./all.ts";
import { byJob } from "./drawing.ts";
import { isRedisDrawn, redisSecretOf } from "./redis/access.ts";
import { isMainDrawn, mainSecretOf } from "./secrets.ts";

const runs = namedCondition(
  "tgcall.secrets-job.runs",
  "Whether there is anything for the job to draw",
  all(equals(values.secrets.drawnBy, "job"), any(isMainDrawn, isRedisDrawn)),
);

const wantedMain = namedTree<ISecret>("tgcall.secrets-job.main", "The Secret of the installation, before it is drawn", mainSecretOf(byJob));
const wantedRedis = namedTree<ISecret>("tgcall.secrets-job.redis", "The Secret of Redis, before it is drawn", redisSecretOf(byJob));

/** Before everything else; what the job needs goes with it. */
const metadataOf = (weight: string) => ({
  name: secretsJob.name,
  namespace: release.namespace,
  labels: secretsJob.labels,
  annotations: {
    "helm.sh/hook": "pre-install,pre-upgrade",
    "helm.sh/hook-weight": weight,
    "helm.sh/hook-delete-policy": "before-hook-creation,hook-succeeded",
  },
});

/** Draws secrets within the cluster, where no Helm can look whether they are there already. */
export class SecretsJob extends Construct {
  constructor(scope: Construct) {
    super(scope, "secrets-job");
    const metadata = metadataOf("-10");
    new Resource<IServiceAccount>(
      this,
      "serviceaccount",
      { apiVersion: "v1", kind: "ServiceAccount", metadata, automountServiceAccountToken: false },
      runs,
    );
    role(this, metadata);
    new Resource<IConfigMap>(
      this,
      "configmap",
      {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata,
        data: {
          "draw.mjs": fileContent("files/secrets/draw.mjs"),
          "main.json": when(isMainDrawn, json(wantedMain)),
          "redis.json": when(isRedisDrawn, json(wantedRedis)),
        },
      },
      runs,
    );
    new Resource<INetworkPolicy>(
      this,
      "networkpolicy",
      {
        apiVersion: "networking.k8s.io/v1",
        kind: "NetworkPolicy",
        metadata,
        // To the API server, which stands outside of the pods' network, behind a port of its own.
        spec: { podSelector: { matchLabels: secretsJob.selector }, policyTypes: ["Ingress", "Egress"], ingress: [], egress: [{}] },
      },
      all(runs, values.networkPolicy.enabled),
    );
    job(this);
  }
}

/** No more than it does: Kubernetes cannot bind the creation of objects to their names, all else it can. */
function role(scope: Construct, metadata: ReturnType<typeof metadataOf>): void {
  new Resource<IRole>(
    scope,
    "role",
    {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "Role",
      metadata,
      rules: [
        { apiGroups: [""], resources: ["secrets"], verbs: ["create"] },
        {
          apiGroups: [""],
          resources: ["secrets"],
          resourceNames: [when(isMainDrawn, mainSecret), when(isRedisDrawn, redisSecret)],
          verbs: ["get", "update"],
        },
      ],
    },
    runs,
  );
  new Resource<IRoleBinding>(
    scope,
    "rolebinding",
    {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "RoleBinding",
      metadata,
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: secretsJob.name },
      subjects: [{ kind: "ServiceAccount", name: secretsJob.name, namespace: release.namespace }],
    },
    runs,
  );
}

const job = (scope: Construct): unknown =>
  new Resource<IJob>(
    scope,
    "job",
    {
      apiVersion: "batch/v1",
      kind: "Job",
      metadata: metadataOf("-5"),
      spec: {
        backoffLimit: 3,
        activeDeadlineSeconds: 300,
        // Where hooks are no hooks, so that the next one can be made.
        ttlSecondsAfterFinished: 600,
        template: {
          metadata: { labels: secretsJob.selector },
          spec: scriptPod({
            name: "draw",
            script: "draw.mjs",
            configMap: secretsJob.name,
            spec: { serviceAccountName: secretsJob.name, automountServiceAccountToken: true },
          }),
        },
      },
    },
    runs,
  );
