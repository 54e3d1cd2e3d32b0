import type { IContainerPort } from "kubernetes-models/v1/ContainerPort";
import type { IEnvVar } from "kubernetes-models/v1/EnvVar";
import type { IPodTemplateSpec } from "kubernetes-models/v1/PodTemplateSpec";
import type { IProbe } from "kubernetes-models/v1/Probe";
import type { ISecurityContext } from "kubernetes-models/v1/SecurityContext";
import type { IVolume } from "kubernetes-models/v1/Volume";
import type { IVolumeMount } from "kubernetes-models/v1/VolumeMount";
import {
  any,
  because,
  checksum,
  type Entries,
  isAbove,
  type NamedTree,
  namedTree,
  splice,
  sum,
  type Tree,
  text,
  type Value,
  when,
} from "../../../twofold/index.ts";
import { imageOf } from "../../names.ts";
import { podOf, restricted, scratch } from "../../parts/pod.ts";
import { mainSecret, turnTlsSecret } from "../../secret-names.ts";
import { values } from "../../values/index.ts";
import { coturn } from "../all.ts";

const said = values.coturn;
const folder = "/opt/tgcall";

const number = (name: string, value: Value<number>): Tree<IEnvVar> => ({ name, value: text`${value}` });
const ofPod = (name: string, fieldPath: string): Tree<IEnvVar> => ({ name, valueFrom: { fieldRef: { fieldPath } } });
const secret = (name: string, key: string, optional: boolean): Tree<IEnvVar> => ({
  name,
  valueFrom: { secretKeyRef: { name: mainSecret, key, ...(optional ? { optional } : {}) } },
});

const env = namedTree<IEnvVar[]>("tgcall.coturn.environment", "What coturn is told", [
  ofPod("NODE_NAME", "spec.nodeName"),
  ofPod("TURN_RELAY_IP", "status.hostIP"),
  when(said.externalIp, { name: "EXTERNAL_IP", value: said.externalIp }),
  when(said.discoverExternalIp, { name: "DISCOVER_EXTERNAL_IP", value: "true" }),
  { name: "TURN_DOMAIN", value: values.turn.domain },
  number("TURN_UDP_PORT", values.turn.udpPort),
  number("TURN_TLS_PORT", values.turn.tlsPort),
  number("TURN_MIN_PORT", said.minPort),
  number("TURN_MAX_PORT", said.maxPort),
  number("TURN_MAX_BPS", said.maxBps),
  number("TURN_BPS_CAPACITY", said.bpsCapacity),
  when(said.metrics.enabled, number("TURN_METRICS_PORT", said.metrics.port)),
  number("MAX_PEERS_PER_CALL", values.config.maxPeersPerCall),
  { name: "TLS_CERTIFICATE", value: "/run/tls/tls.crt" },
  { name: "TLS_KEY", value: "/run/tls/tls.key" },
  secret("TURN_SECRET", "turn-secret", false),
  secret("TURN_SECRET_PREVIOUS", "turn-secret-previous", true),
]);

const probe: IProbe = { exec: { command: ["sh", `${folder}/coturn/healthcheck.sh`] }, timeoutSeconds: 5 };

/** What of the Pod Security Standards does not hold, beside the network. */
const capable: Entries<ISecurityContext> = {
  ...restricted,
  allowPrivilegeEscalation: because(
    "The shell that starts coturn can hand on its capability, for ports below 1024, only where privileges may grow.",
    any(isAbove(1024, values.turn.udpPort), isAbove(1024, values.turn.tlsPort)),
  ),
  capabilities: {
    drop: ["ALL"],
    add: because("The binary of coturn has this capability, and does not start without it.", ["NET_BIND_SERVICE"]),
  },
};

const scriptItems = [
  { key: "render.awk", path: "render.awk" },
  ...["entrypoint.sh", "healthcheck.sh", "turnserver.conf.template", "start.sh", "drain.sh"].map((key) => ({ key, path: `coturn/${key}` })),
];

const volumes = namedTree<IVolume[]>("tgcall.coturn.volumes", "What coturn reads", [
  { name: "scripts", configMap: { name: coturn.name, items: scriptItems } },
  { name: "external-ips", configMap: { name: text`${coturn.name}-nodes`, optional: true } },
  {
    name: "tls",
    secret: {
      secretName: turnTlsSecret,
      optional: because("Without a certificate it serves udp and tcp alone; one that is renewed is read again.", true),
    },
  },
  scratch("tmp", "64Mi"),
]);

const mounts = namedTree<IVolumeMount[]>("tgcall.coturn.mounts", "Where coturn reads it", [
  { name: "scripts", mountPath: folder, readOnly: true },
  { name: "external-ips", mountPath: "/etc/coturn/external-ips", readOnly: true },
  { name: "tls", mountPath: "/run/tls", readOnly: true },
  { name: "tmp", mountPath: "/tmp" },
]);

const open = (name: string, port: Value<number>, protocol: "UDP" | "TCP"): Tree<IContainerPort> => ({
  name,
  containerPort: port,
  hostPort: port,
  protocol,
});

const ports = namedTree<IContainerPort[]>("tgcall.coturn.ports", "Where coturn listens, on its node", [
  open("turn-udp", values.turn.udpPort, "UDP"),
  open("turn-tcp", values.turn.udpPort, "TCP"),
  open("turn-tls", values.turn.tlsPort, "TCP"),
  when<IContainerPort>(said.metrics.enabled, open("metrics", said.metrics.port, "TCP")),
]);

/** A pod of coturn, under a DaemonSet or a Deployment. */
export const coturnPod = (scripts: NamedTree<Readonly<Record<string, string>>>): Entries<IPodTemplateSpec> =>
  podOf({
    of: coturn,
    said,
    user: 65_534,
    annotations: { "checksum/scripts": checksum(scripts), "tgcall.io/secret-generation": text`${values.secrets.generation}` },
    graceSeconds: sum(said.drainSeconds, 15),
    image: imageOf(said.image),
    spec: {
      hostNetwork: because("Relays need thousands of ports, and no proxy between them and the peers.", true),
      dnsPolicy: "ClusterFirstWithHostNet",
    },
    securityContext: capable,
    container: {
      command: ["sh", `${folder}/coturn/start.sh`],
      ports: [splice(ports)],
      env: [splice(env), splice(said.extraEnv)],
      startupProbe: { ...probe, periodSeconds: 2, failureThreshold: 30 },
      readinessProbe: { ...probe, periodSeconds: 5, failureThreshold: 3 },
      livenessProbe: { ...probe, periodSeconds: 20, failureThreshold: 3 },
      lifecycle: { preStop: { exec: { command: ["sh", `${folder}/coturn/drain.sh`] } } },
    },
    mounts: [splice(mounts)],
    volumes: [splice(volumes)],
  });
