import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { chartFolder, complaintOf, render } from "./support/helm.ts";

const values = `${chartFolder}/ci/default-values.yaml`;

/** Backslashes keep commas from parting settings. */
const withRedis = (url: string): string => `redis.enabled=false,externalRedis.url=${url.replaceAll(",", "\\,")}`;

/** Settings that cannot work together, and the beginning of the sentence that mends them. */
const refusals: readonly (readonly [settings: string, sentence: string])[] = [
  ["domain=", "domain is empty"],
  ["redis.enabled=false", "redis.enabled is false and no other Redis is named"],
  ["externalRedis.existingSecret=a", "two Redis are named"],
  [
    "redis.enabled=false,externalRedis.existingSecret=a,externalRedis.url=redis://b",
    "externalRedis.url and externalRedis.existingSecret are both set",
  ],
  [withRedis("redis://b:6380"), "externalRedis.url has a port that policies do not open"],
  ["tracing.endpoint=https://b", "tracing.endpoint has a port that policies do not open"],
  ["turn.domain=", "turn.domain is empty"],
  ["turn.provider=external", "turn.provider is external and its secret is unknown"],
  ["coturn.minPort=60000", "coturn.maxPort must be above coturn.minPort"],
  ["turn.tlsPort=3478", "turn.udpPort and turn.tlsPort are the same"],
  ["turn.tlsPort=500", "turn.udpPort, turn.tlsPort or turn.publicTlsPort is a port below 1024"],
  ["turn.udpPort=50000", "turn.udpPort or turn.tlsPort lies from coturn.minPort to coturn.maxPort"],
  ["turn.domain=call.example.com,turn.tlsPort=443", "turn.domain is domain, and both would be port 443"],
  ["coturn.externalIp=192.0.2.1,coturn.discoverExternalIp=true", "coturn.externalIp and coturn.discoverExternalIp are both set"],
  ["tls.existingSecret=a", "tls.existingSecret and tls.issuer.name are both set"],
  ["gateway.enabled=true", "gateway.enabled is true without a Gateway"],
  ["gateway.turnParentRefs[0].name=a", "gateway.turnParentRefs leads nowhere"],
  ["config.createAuth=telegram", "config.createAuth is telegram without a bot"],
  ["secrets.telegramBotToken=a,secrets.existingSecret=b", "secrets.telegramBotToken is not used beside secrets.existingSecret"],
  ["secrets.telegramBotToken=a,secrets.drawnBy=job", "secrets.telegramBotToken would lie open in a ConfigMap"],
  ["web.serviceAccount.name=a,coturn.serviceAccount.name=a", "two workloads create a service account of the same name"],
  ["config.signalPath=/api/ws", "config.signalPath is where the api or the pages are"],
  ["config.redisMinReplicas=1", "config.redisMinReplicas is above 0"],
  ["tls.issuer.name=,config.apiOrigin=https://a.example", "config.apiOrigin is https without a certificate"],
  ["loadTest.enabled=true,api.enabled=false", "loadTest.enabled is true where api or signal does not run"],
  [
    "loadTest.enabled=true,config.createAuth=telegram,secrets.telegramBotToken=a",
    "loadTest.enabled cannot create calls under config.createAuth: telegram",
  ],
  ["api.autoscaling.type=hpa,api.autoscaling.minReplicas=20", "api.autoscaling.minReplicas is above maxReplicas"],
  ["signal.autoscaling.type=keda,signal.autoscaling.minReplicas=20", "signal.autoscaling.minReplicas is above maxReplicas"],
  ["web.autoscaling.type=hpa,web.autoscaling.minReplicas=20", "web.autoscaling.minReplicas is above maxReplicas"],
  ["api.autoscaling.type=hpa,api.autoscaling.targetCpuPercent=0", "api.autoscaling has nothing to follow"],
  ["web.autoscaling.type=keda,web.autoscaling.targetCpuPercent=0", "web.autoscaling has nothing to follow"],
  ["signal.autoscaling.type=hpa,signal.autoscaling.targetCpuPercent=0", "signal.autoscaling has nothing to follow"],
  ["signal.autoscaling.type=keda,signal.autoscaling.targetConnections=9", "signal.autoscaling.targetConnections is asked of Prometheus"],
];

test.each(refusals)("%s is refused by one sentence that mends it", async (settings, sentence) => {
  const complaint = await render({ values, more: ["--set", settings] }).then(() => "", complaintOf);

  expect(complaint.match(/^- .*/gm)).toEqual([expect.stringContaining(sentence)]);
});

test.each([
  "tracing.endpoint=http://b:4318/v1",
  "tracing.endpoint=https://b:443,networkPolicy.tracesPort=443",
  "tracing.endpoint=https://b,networkPolicy.enabled=false",
  "config.signalPath=/apiary",
  withRedis("rediss://b/1"),
  `${withRedis("redis://[::1]:6380")},networkPolicy.externalRedisPort=6380`,
  withRedis("redis+cluster://a,b:6379"),
  `${withRedis("redis+sentinel://a,b:26379/main")},networkPolicy.externalSentinelPort=26379`,
  `${withRedis("redis://b:6380")},networkPolicy.enabled=false`,
])("%s is not refused", async (settings) => {
  await expect(render({ values, more: ["--set", settings] })).resolves.toContain("kind: Deployment");
});

test.each([
  withRedis("redis+cluster://a,b:7000"),
  withRedis("redis+sentinel://a,b:26379/main"),
  `${withRedis("redis://b")},networkPolicy.externalRedisPort=6380`,
])("%s leads past the ports that policies open, and is refused", async (settings) => {
  const complaint = await render({ values, more: ["--set", settings] }).then(() => "", complaintOf);

  expect(complaint).toContain("externalRedis.url has a port that policies do not open");
});

test("every sentence of the chart is tried", () => {
  const sentences = [...readFileSync(`${chartFolder}/templates/validation.yaml`, "utf8").matchAll(/append \$wrong "(.*)" }}/g)].map(
    ([, sentence = ""]) => sentence,
  );

  expect(sentences.filter((each) => !refusals.some(([, begin]) => each.startsWith(begin)))).toEqual([]);
  expect(sentences).toHaveLength(refusals.length);
});

test("all that is wrong is said at once", async () => {
  const complaint = await render({ values, more: ["--set", "domain=,turn.domain=,redis.enabled=false"] }).then(() => "", complaintOf);

  expect(complaint.match(/^- /gm)).toHaveLength(3);
});

describe("a part of a manifest is what Kubernetes knows:", () => {
  const wrong: readonly (readonly [part: string, value: unknown])[] = [
    ["api.tolerations", [{ kye: "dedicated", operator: "Exists" }]],
    ["api.affinity", { nodeAffinity: { required: {} } }],
    ["api.topologySpreadConstraints", [{ maxSkew: "1", topologyKey: "zone", whenUnsatisfiable: "ScheduleAnyway" }]],
    ["api.resources", { limit: { memory: "1Gi" } }],
    ["api.hostAliases", [{ ip: "10.0.0.1", hostname: "a" }]],
    ["web.extraEnv", [{ name: "A", valueFrom: { secretKeyReff: {} } }]],
    ["web.extraEnv", [{ value: "nameless" }]],
    ["web.extraEnv", [{ name: "PORT", value: "1" }]],
    ["redis.extraVolumes", [{ name: "a", emptyDirr: {} }]],
    ["redis.extraVolumeMounts", [{ name: "a", path: "/a" }]],
    ["coturn.extraContainers", [{ name: "a", imagePullPolicyy: "Always" }]],
    ["coturn.extraInitContainers", [{ name: "a", ports: [{ port: 1 }] }]],
    ["imagePullSecrets", [{ nam: "a" }]],
  ];

  test.each(wrong)("another %s is refused, by its name", async (part, value) => {
    const rendered = render({ values, more: ["--set-json", `${part}=${JSON.stringify(value)}`] });

    await expect(rendered).rejects.toThrow(part.split(".").at(-1));
  });
});
