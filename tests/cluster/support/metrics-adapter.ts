import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { at } from "../../chart/support/objects.ts";
import { apply, kubectl, untilNothing } from "./kubectl.ts";
import { createNamespace } from "./release.ts";

const images = {
  prometheus: "docker.io/prom/prometheus:v3.5.0",
  adapter: "registry.k8s.io/prometheus-adapter/prometheus-adapter:v0.12.0",
} as const;

const account = "metrics";
const rules = at(parse(readFileSync("infra/prometheus-adapter/values.yaml", "utf8")), "rules", "custom");

/** Asks every pod of the namespace that has a port for metrics, as prometheus-operator would for a PodMonitor. */
const prometheusConfig = (namespace: string): object => ({
  global: { scrape_interval: "5s" },
  scrape_configs: [
    {
      job_name: "pods",
      kubernetes_sd_configs: [{ role: "pod", namespaces: { names: [namespace] } }],
      relabel_configs: [
        { source_labels: ["__meta_kubernetes_pod_container_port_name"], regex: "ops", action: "keep" },
        { source_labels: ["__meta_kubernetes_namespace"], target_label: "namespace" },
        { source_labels: ["__meta_kubernetes_pod_name"], target_label: "pod" },
      ],
    },
  ],
});

/** Prometheus and prometheus-adapter with the project's own rule, in a namespace of their own. */
export async function runMetricsAdapter(name: string, scraped: string): Promise<AsyncDisposable> {
  await using owned = new AsyncDisposableStack();
  owned.use(await createNamespace(name, "privileged"));
  // Goes first: a namespace cannot end while an API that somebody promised does not answer.
  owned.defer(() => forget(name));
  for (const object of [...permissions(name), ...workloads(name, scraped), apiService(name)]) await apply(object);
  for (const each of ["prometheus", "adapter"])
    await kubectl(["rollout", "status", `deployment/${each}`, "--namespace", name, "--timeout=120s"]);
  const path = `/apis/custom.metrics.k8s.io/v1beta1/namespaces/${scraped}/pods/*/tgcall_signal_connections`;
  await untilNothing(() => kubectl(["get", "--raw", path]).then(() => "", String), 90_000);
  const everything = owned.move();
  return { [Symbol.asyncDispose]: () => everything.disposeAsync() };
}

const rbac = "rbac.authorization.k8s.io";
const clusterRole = (name: string) => ({ apiGroup: rbac, kind: "ClusterRole", name });

function permissions(name: string): readonly object[] {
  const subjects = [{ kind: "ServiceAccount", name: account, namespace: name }];
  const binding = (suffix: string, role: string): object => ({
    apiVersion: `${rbac}/v1`,
    kind: "ClusterRoleBinding",
    metadata: { name: `${name}-${suffix}` },
    roleRef: clusterRole(role),
    subjects,
  });
  return [
    { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: account, namespace: name } },
    {
      apiVersion: `${rbac}/v1`,
      kind: "ClusterRole",
      metadata: { name: `${name}-read` },
      rules: [{ apiGroups: [""], resources: ["pods", "namespaces", "services", "nodes"], verbs: ["get", "list", "watch"] }],
    },
    binding("read", `${name}-read`),
    binding("delegate", "system:auth-delegator"),
    {
      apiVersion: `${rbac}/v1`,
      kind: "RoleBinding",
      metadata: { name, namespace: "kube-system" },
      roleRef: { apiGroup: rbac, kind: "Role", name: "extension-apiserver-authentication-reader" },
      subjects,
    },
  ];
}

function workloads(namespace: string, scraped: string): readonly object[] {
  const prometheus = { "prometheus.yml": JSON.stringify(prometheusConfig(scraped)) };
  const adapterWords = ["--secure-port=6443", "--cert-dir=/tmp/certificate", "--config=/etc/config/config.yaml"];
  const url = "--prometheus-url=http://prometheus:9090";
  return [
    ...workload({
      name: "prometheus",
      namespace,
      port: 9090,
      files: prometheus,
      words: ["--config.file=/etc/config/prometheus.yml", "--storage.tsdb.path=/tmp/data"],
    }),
    ...workload({
      name: "adapter",
      namespace,
      port: 6443,
      files: { "config.yaml": JSON.stringify({ rules }) },
      words: [...adapterWords, url, "--metrics-relist-interval=10s"],
    }),
  ];
}

interface Workload {
  readonly name: keyof typeof images;
  readonly namespace: string;
  readonly port: number;
  readonly files: Readonly<Record<string, string>>;
  readonly words: readonly string[];
}

function workload({ name, namespace, port, files, words }: Workload): readonly object[] {
  const metadata = { name, namespace };
  const labels = { app: name };
  const volumes = [
    { name: "config", configMap: { name } },
    { name: "tmp", emptyDir: {} },
  ];
  const volumeMounts = [
    { name: "config", mountPath: "/etc/config" },
    { name: "tmp", mountPath: "/tmp" },
  ];
  const container = {
    name,
    image: images[name],
    imagePullPolicy: "IfNotPresent",
    args: words,
    volumeMounts,
    ports: [{ containerPort: port }],
  };
  const readinessProbe = { tcpSocket: { port }, periodSeconds: 1 };
  const spec = {
    serviceAccountName: account,
    volumes,
    securityContext: { fsGroup: 65534 },
    containers: [{ ...container, readinessProbe }],
  };
  return [
    { apiVersion: "v1", kind: "ConfigMap", metadata, data: files },
    { apiVersion: "v1", kind: "Service", metadata, spec: { selector: labels, ports: [{ port }] } },
    {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata,
      spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec } },
    },
  ];
}

const apiService = (namespace: string): object => ({
  apiVersion: "apiregistration.k8s.io/v1",
  kind: "APIService",
  metadata: { name: "v1beta1.custom.metrics.k8s.io" },
  spec: {
    group: "custom.metrics.k8s.io",
    version: "v1beta1",
    groupPriorityMinimum: 100,
    versionPriority: 100,
    insecureSkipTLSVerify: true,
    service: { name: "adapter", namespace, port: 6443 },
  },
});

/** What lies outside of the namespace. */
async function forget(name: string): Promise<void> {
  const outside = [`clusterrole/${name}-read`, `clusterrolebinding/${name}-read`, `clusterrolebinding/${name}-delegate`];
  await kubectl(["delete", "--ignore-not-found", "apiservice/v1beta1.custom.metrics.k8s.io", ...outside]);
  await kubectl(["delete", "--ignore-not-found", "rolebinding", name, "--namespace", "kube-system"]);
}
