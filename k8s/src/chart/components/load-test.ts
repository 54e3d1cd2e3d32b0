import { Construct } from "constructs";
import type { IJob } from "kubernetes-models/batch/v1/Job";
import type { INetworkPolicyIngressRule } from "kubernetes-models/networking.k8s.io/v1/NetworkPolicyIngressRule";
import type { IConfigMap } from "kubernetes-models/v1/ConfigMap";
import type { IEnvVar } from "kubernetes-models/v1/EnvVar";
import {
  because,
  either,
  equals,
  fileContent,
  isAbove,
  not,
  Resource,
  release,
  splice,
  type Tree,
  text,
  when,
} from "../../twofold/index.ts";
import { ports } from "../environment.ts";
import { imageOf } from "../names.ts";
import { metadataOf } from "../parts/metadata.ts";
import { from, networkPolicy, podsOf, to, toDns } from "../parts/network-policy.ts";
import { podOf, scratch } from "../parts/pod.ts";
import { serviceAccount } from "../parts/service.ts";
import { mainSecret } from "../secret-names.ts";
import { values } from "../values/index.ts";
import { api, loadTest, signal } from "./all.ts";

const said = values.loadTest;
/** The user of k6's image. */
const user = 12_345;
const results = "/results";

/** Requests of the load test to a port, while it is enabled. */
export const fromLoadTest = (port: number): Tree<INetworkPolicyIngressRule> =>
  when<INetworkPolicyIngressRule>(said.enabled, from([podsOf(loadTest)], port));

/** A load test that runs once with each install and upgrade, while it is enabled. */
export class LoadTest extends Construct {
  constructor(scope: Construct) {
    super(scope, "load");
    new Resource<IConfigMap>(
      this,
      "configmap",
      {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: metadataOf(loadTest),
        data: { "load-test.js": fileContent("files/load-test/load-test.js") },
      },
      said.enabled,
    );
    job(this);
    serviceAccount(this, loadTest, said, said.enabled);
    networkPolicy(
      this,
      loadTest,
      { ingress: [], egress: [toDns, to(api, ports.api), to(signal, ports.signal), when(said.url, {})] },
      said.enabled,
    );
  }
}

const job = (scope: Construct): unknown =>
  new Resource<IJob>(
    scope,
    "job",
    {
      apiVersion: "batch/v1",
      kind: "Job",
      metadata: {
        ...metadataOf(loadTest),
        name: because("What a Job runs can never be changed: every upgrade has its own.", text`${loadTest.name}-${release.revision}`),
      },
      spec: {
        backoffLimit: 0,
        template: podOf({
          of: loadTest,
          said,
          user,
          graceSeconds: 120,
          image: imageOf(said.image),
          spec: { restartPolicy: "Never" },
          container: {
            args: ["run", "--quiet", "--no-usage-report", "/load-test/load-test.js"],
            env: [...environment, splice(said.extraEnv)],
          },
          mounts: [
            { name: "load-test", mountPath: "/load-test", readOnly: true },
            { name: "tmp", mountPath: "/tmp" },
            when(said.resultsClaim, { name: "results", mountPath: results }),
          ],
          volumes: [
            { name: "load-test", configMap: { name: loadTest.name } },
            scratch("tmp", "16Mi"),
            when(said.resultsClaim, { name: "results", persistentVolumeClaim: { claimName: said.resultsClaim } }),
          ],
        }),
      },
    },
    said.enabled,
  );

const report = text`${results}/${said.scenario}`;

/** What loadtest/src reads, and k6 itself. */
const environment: readonly Tree<IEnvVar>[] = [
  { name: "SCENARIO", value: said.scenario },
  { name: "URL", value: either(said.url, said.url, text`http://${api.name}:${ports.api}`) },
  when<IEnvVar>(not(said.url), { name: "WS_URL", value: text`ws://${signal.name}:${ports.signal}${values.config.signalPath}` }),
  when<IEnvVar>(isAbove(said.callsPerSecond, 0), { name: "RATE", value: text`${said.callsPerSecond}` }),
  when<IEnvVar>(isAbove(said.minutes, 0), { name: "MINUTES", value: text`${said.minutes}` }),
  when<IEnvVar>(equals(values.config.createAuth, "api-key"), {
    name: "API_KEY",
    valueFrom: { secretKeyRef: { name: mainSecret, key: "api-keys" } },
  }),
  ...Object.entries({
    REPORT: report,
    K6_WEB_DASHBOARD: "true",
    K6_WEB_DASHBOARD_PORT: "-1",
    K6_WEB_DASHBOARD_EXPORT: text`${report}-timeline.html`,
  }).map(([name, value]) => when<IEnvVar>(said.resultsClaim, { name, value })),
];
