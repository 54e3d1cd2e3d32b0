import { choice, flag, group, integer, string, stringMap } from "../../twofold/index.ts";
import { allSettings } from "./setting-fields.ts";
import { hostName, imageFields, objectName, scaledFields, workloadFields } from "./workload-fields.ts";

const node = { cpu: "100m", memory: "128Mi", memoryLimit: "384Mi" };
const variables = Object.keys(allSettings);
const small = { cpu: "10m", memory: "16Mi", memoryLimit: "64Mi" };

export const api = group("The service behind /api", {
  ...scaledFields(2),
  ...workloadFields({ repository: "tgcall/api", tag: "", resources: node, variables }),
});

const signalScaled = scaledFields(2);

export const signal = group("The service behind the WebSocket", {
  ...signalScaled,
  autoscaling: group("How the number of pods follows the load; idle connections cost no CPU, so count them if you can", {
    ...signalScaled.autoscaling.fields,
    targetConnections: integer(
      "Connections of a pod; 0 does not count them. `hpa` needs them as a metric of pods (prometheus-adapter), `keda` asks Prometheus",
      0,
      { max: 900_000 },
    ),
    prometheusAddress: string("Where KEDA asks, such as http://prometheus.monitoring:9090", "", { pattern: '^(https?://[^\\s"]+)?$' }),
  }),
  ...workloadFields({ repository: "tgcall/signal", tag: "", resources: node, variables }),
});

export const web = group("The pages", {
  ...scaledFields(2),
  ...workloadFields({ repository: "tgcall/web", tag: "", resources: small, variables: ["PORT", "CONNECT_SRC", "API_UPSTREAM"] }),
});

const quantity = "^[1-9][0-9]*(\\.[0-9]+)?(Mi|Gi|Ti|M|G|T)$";

export const redis = group("The store that comes along: one Redis that keeps its data on a volume; for more, see `externalRedis`", {
  enabled: flag("Whether it runs in this release", true),
  existingSecret: objectName(
    "A Secret with users.acl, api-url, signal-url, probe-password and, for the exporter, exporter-password of a user exporter, instead of one with passwords that the chart draws. Its user default may be off, but keeps its permissions (~* &* +@all): as that user Redis reads its own log",
  ),
  maxMemory: string("What its data may take, well below the limit of its container; it then refuses writes and loses nothing", "256mb", {
    pattern: "^[1-9][0-9]*(mb|gb)$",
  }),
  persistence: group("Its volume", {
    enabled: flag("Whether data outlives the pod; without, calls go on and codes are lost", true),
    size: string("How big", "2Gi", { pattern: quantity }),
    storageClass: objectName("Its storage class; empty is the cluster's default"),
    retain: flag("Whether the volume stays when the release goes", true),
  }),
  exporter: group("Metrics of Redis", {
    enabled: flag("Whether its pod has an exporter", false),
    image: imageFields("oliver006/redis_exporter", "v1.74.0-alpine"),
  }),
  ...workloadFields({
    repository: "library/redis",
    tag: "8.2.2-alpine",
    resources: { cpu: "50m", memory: "320Mi", memoryLimit: "512Mi" },
    variables: ["REDISCLI_AUTH"],
  }),
});

export const externalRedis = group("A Redis that runs elsewhere, with `redis.enabled: false`", {
  url: string("Its URL, if it holds no password: redis://, rediss://, redis+sentinel://, redis+cluster:// …", "", {
    pattern: '^(rediss?(\\+sentinel|\\+cluster)?://[^\\s"@]+)?$',
  }),
  existingSecret: objectName("A Secret that holds the URL, password and all"),
  existingSecretKey: string("Its key there", "redis-url", { pattern: "^[-._a-zA-Z0-9]+$" }),
  tlsCaSecret: objectName("A Secret with ca.crt, which its certificate is checked against beside the well-known authorities"),
});

const portOf = (about: string, fallback: number) => integer(about, fallback, { min: 1, max: 65_535 });

export const turn = group("The TURN server, for peers that cannot reach each other", {
  provider: choice(
    "`coturn` runs one here, on the network of its nodes; `external` is one that runs elsewhere with the same secret",
    ["coturn", "external", "none"],
    "coturn",
  ),
  domain: hostName("The host name that leads to the nodes of coturn, or to the external server"),
  udpPort: portOf("Its port for udp and tcp; browsers refuse ports below 1024 other than 53, 80 and 443", 3478),
  tlsPort: portOf("Its port for tls", 5349),
  publicTlsPort: integer(
    "The port for tls that peers are told; 0 is 443 with `gateway.turnParentRefs` in this release, else `turn.tlsPort`",
    0,
    { max: 65_535 },
  ),
});

/** What its scripts read (infra/coturn, k8s/files/coturn). */
const coturnVariables = [
  "NODE_NAME",
  "TURN_RELAY_IP",
  "EXTERNAL_IP",
  "DISCOVER_EXTERNAL_IP",
  "TURN_DOMAIN",
  "TURN_UDP_PORT",
  "TURN_TLS_PORT",
  "TURN_MIN_PORT",
  "TURN_MAX_PORT",
  "TURN_MAX_BPS",
  "TURN_BPS_CAPACITY",
  "TURN_METRICS_PORT",
  "MAX_PEERS_PER_CALL",
  "TLS_CERTIFICATE",
  "TLS_KEY",
  "TURN_SECRET",
  "TURN_SECRET_PREVIOUS",
];

export const coturn = group(
  "coturn, with `turn.provider: coturn`. It needs a namespace that admits host networks, perhaps in a release of its own",
  {
    kind: choice("One pod on each node that is selected, or so many as `replicas` says", ["DaemonSet", "Deployment"], "DaemonSet"),
    replicas: integer("How many pods a Deployment has; no two on a node", 1, { max: 100 }),
    minPort: integer("The first port for relays", 49_152, { min: 1024, max: 65_535 }),
    maxPort: integer("The last port for relays", 50_351, { min: 1024, max: 65_535 }),
    maxBps: integer("Bytes a second and direction that one relay may carry", 500_000, { min: 1000, max: 1_000_000_000 }),
    bpsCapacity: integer("Bytes a second and direction of all relays of a node", 100_000_000, { min: 1000, max: 100_000_000_000 }),
    externalIp: string("The address that the world knows the node by, when it is not the node's own (1:1 NAT)", "", {
      pattern: "^[0-9a-fA-F:.]*$",
    }),
    externalIps: stringMap("The same for each node by its name, where they differ", { pattern: "^[0-9a-fA-F:.]+$" }),
    discoverExternalIp: flag("Whether a node without such an address asks the internet how it is seen", false),
    metrics: group("Its own metrics, on the address of its node and without a password", {
      enabled: flag("Whether it shows them; a firewall has to keep all but Prometheus from their port", false),
      port: portOf("Their port", 9641),
    }),
    drainSeconds: integer("How long a stopping pod lets running relays go on; it accepts no new ones", 240, { max: 86_400 }),
    ...workloadFields({
      repository: "coturn/coturn",
      tag: "4.17.1-alpine",
      resources: { cpu: "100m", memory: "64Mi", memoryLimit: "512Mi" },
      variables: coturnVariables,
    }),
    nodeSelector: stringMap(
      'Labels of nodes that it may run on, such as `tgcall.io/turn: "true"` after `kubectl label node <node> tgcall.io/turn=true`; empty is every node without a taint',
    ),
    tlsSecret: objectName("A Secret with the certificate for its domain, read again when it is renewed; empty is what `tls` says"),
  },
);

/** What loadtest/src reads, and k6 itself. */
const loadTestVariables = [
  "SCENARIO",
  "URL",
  "WS_URL",
  "RATE",
  "MINUTES",
  "API_KEY",
  "REPORT",
  "K6_WEB_DASHBOARD",
  "K6_WEB_DASHBOARD_PORT",
  "K6_WEB_DASHBOARD_EXPORT",
];

export const loadTest = group("A load test with k6 in the cluster; raise `config.rate…` while it runs, for it comes from one address", {
  enabled: flag("Whether it runs, once with each install and upgrade", false),
  scenario: choice("What it plays; docs/operations.md has the list", ["smoke", "calls", "signaling", "storm", "soak"], "smoke"),
  callsPerSecond: integer("New calls a second; 0 is what is usual for the scenario", 0, { max: 10_000 }),
  minutes: integer("For how long; 0 is what is usual for the scenario", 0, { max: 100_000 }),
  url: string("Where it enters, such as https://call.example.com; empty goes straight to the Services", "", {
    pattern: '^(https?://[^\\s"]+)?$',
  }),
  resultsClaim: objectName("A PersistentVolumeClaim that gets its reports (JSON, HTML); without, its log has the figures"),
  ...workloadFields({
    repository: "grafana/k6",
    tag: "1.8.1",
    resources: { cpu: "500m", memory: "256Mi", memoryLimit: "2Gi" },
    variables: loadTestVariables,
  }),
});
