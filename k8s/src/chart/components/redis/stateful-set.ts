import type { Construct } from "constructs";
import type { IStatefulSet } from "kubernetes-models/apps/v1/StatefulSet";
import type { IContainer } from "kubernetes-models/v1/Container";
import type { IEnvVar } from "kubernetes-models/v1/EnvVar";
import type { IPersistentVolumeClaim } from "kubernetes-models/v1/PersistentVolumeClaim";
import type { IProbe } from "kubernetes-models/v1/Probe";
import type { IVolume } from "kubernetes-models/v1/Volume";
import type { IVolumeMount } from "kubernetes-models/v1/VolumeMount";
import {
  because,
  checksum,
  type Entries,
  either,
  type NamedTree,
  namedTree,
  not,
  Resource,
  splice,
  type Tree,
  when,
} from "../../../twofold/index.ts";
import { ports } from "../../environment.ts";
import { imageOf } from "../../names.ts";
import { metadataOf } from "../../parts/metadata.ts";
import { podOf, restricted, scratch } from "../../parts/pod.ts";
import { podsName } from "../../parts/service.ts";
import { redisSecret } from "../../secret-names.ts";
import { values } from "../../values/index.ts";
import { resourcesOf } from "../../values/workload-fields.ts";
import { redis } from "../all.ts";
import { isRedisDrawn, redisRules } from "./access.ts";

const said = values.redis;

const fromSecret = (name: string, key: string): Tree<IEnvVar> => ({ name, valueFrom: { secretKeyRef: { name: redisSecret, key } } });

/** By the password in REDISCLI_AUTH, which no list of processes shows. */
const ping = ["redis-cli", "--user", "probe", "--no-auth-warning", "ping"];
const answers = namedTree<string[]>("tgcall.redis.answers", "Whether Redis answers, be it an error", ping);

const asks = (command: Tree<string[]>, more: Partial<IProbe>): Entries<IProbe> => ({ exec: { command }, timeoutSeconds: 5, ...more });

const exporter = namedTree<IContainer[]>("tgcall.redis.exporterContainer", "The container that makes metrics of Redis", [
  {
    name: "exporter",
    image: imageOf(said.exporter.image),
    imagePullPolicy: said.exporter.image.pullPolicy,
    env: [
      { name: "REDIS_ADDR", value: `redis://127.0.0.1:${ports.redis}` },
      { name: "REDIS_USER", value: "exporter" },
      fromSecret("REDIS_PASSWORD", "exporter-password"),
    ],
    ports: [{ name: "metrics", containerPort: ports.redisExporter, protocol: "TCP" }],
    readinessProbe: { httpGet: { path: "/health", port: "metrics" }, periodSeconds: 10, timeoutSeconds: 3 },
    livenessProbe: { httpGet: { path: "/health", port: "metrics" }, periodSeconds: 30, timeoutSeconds: 5 },
    securityContext: restricted,
    resources: resourcesOf({ cpu: "10m", memory: "16Mi", memoryLimit: "64Mi" }),
  },
]);

const claims = namedTree<IPersistentVolumeClaim[]>("tgcall.redis.claims", "Where Redis keeps its data", [
  {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: { name: "data" },
    spec: {
      accessModes: ["ReadWriteOnce"],
      storageClassName: when(said.persistence.storageClass, said.persistence.storageClass),
      resources: { requests: { storage: said.persistence.size } },
    },
  },
]);

const volumes = namedTree<IVolume[]>("tgcall.redis.volumes", "What Redis reads", [
  { name: "config", configMap: { name: redis.name } },
  { name: "access", secret: { secretName: redisSecret, items: [{ key: "users.acl", path: "users.acl" }] } },
  when(not(said.persistence.enabled), scratch("data", "1Gi")),
]);

const mounts = namedTree<IVolumeMount[]>("tgcall.redis.mounts", "Where Redis reads it", [
  { name: "data", mountPath: "/data" },
  { name: "config", mountPath: "/etc/redis/config", readOnly: true },
  { name: "access", mountPath: "/etc/redis/access", readOnly: true },
]);

/** One Redis; another pod takes its place and its volume. */
export const statefulSet = (scope: Construct, config: NamedTree<Readonly<Record<string, string>>>): unknown =>
  new Resource<IStatefulSet>(
    scope,
    "statefulset",
    {
      apiVersion: "apps/v1",
      kind: "StatefulSet",
      metadata: metadataOf(redis),
      spec: {
        replicas: 1,
        serviceName: podsName(redis),
        revisionHistoryLimit: 3,
        podManagementPolicy: because("Else a pod that cannot start would stand in the way of its own repair.", "Parallel"),
        persistentVolumeClaimRetentionPolicy: { whenDeleted: either(said.persistence.retain, "Retain", "Delete"), whenScaled: "Retain" },
        selector: { matchLabels: redis.selector },
        template: podOf({
          of: redis,
          said,
          user: 999,
          annotations: { "checksum/config": checksum(config), "checksum/access": when(isRedisDrawn, checksum(redisRules)) },
          graceSeconds: 30,
          image: imageOf(said.image),
          container: {
            command: ["redis-server", "/etc/redis/config/redis.conf"],
            args: [
              "--aclfile",
              "/etc/redis/access/users.acl",
              "--maxmemory",
              said.maxMemory,
              "--appendonly",
              either(said.persistence.enabled, "yes", "no"),
            ],
            ports: [{ name: "redis", containerPort: ports.redis }],
            env: [fromSecret("REDISCLI_AUTH", "probe-password"), splice(said.extraEnv)],
            startupProbe: asks(answers, { periodSeconds: 2, failureThreshold: 30 }),
            readinessProbe: asks(["sh", "-c", `${ping.join(" ")} | grep -q '^PONG'`], { periodSeconds: 5, failureThreshold: 2 }),
            livenessProbe: because(
              "Who answers lives: a new pod would find the same full disk, and read the same log again.",
              asks(answers, { periodSeconds: 10, failureThreshold: 5 }),
            ),
          },
          mounts: [splice(mounts)],
          sidecars: [when(said.exporter.enabled, splice(exporter))],
          volumes: [splice(volumes)],
        }),
        volumeClaimTemplates: [when(said.persistence.enabled, splice(claims))],
      },
    },
    said.enabled,
  );
