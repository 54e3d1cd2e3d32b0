import { all, any, beginsWith, type Check, equals, isAbove, matches, not } from "../twofold/index.ts";
import { hasTls } from "./components/ingress.ts";
import { publicTlsPort, runsCoturn, servesBrowsers } from "./conditions.ts";
import { isCollectorClosed, isRedisClosed } from "./opened-ports.ts";
import { values } from "./values/index.ts";

const { domain, api, signal, web, redis, externalRedis, turn, coturn, tls, ingress, gateway, config, secrets, loadTest } = values;
const usesRedis = any(api.enabled, signal.enabled);

const isRefusedByBrowsers = (port: typeof turn.udpPort) =>
  all(isAbove(1024, port), ...[53, 80, 443].map((allowed) => not(equals(port, allowed))));
const isAmongRelays = (port: typeof turn.udpPort) => not(any(isAbove(coturn.minPort, port), isAbove(port, coturn.maxPort)));

const scaled = [
  { name: "api", said: api },
  { name: "signal", said: signal },
  { name: "web", said: web },
];

const accounts = [api, signal, web, redis, coturn].map(({ serviceAccount }) => serviceAccount);
const pairsOfAccounts = accounts.flatMap((one, index) => accounts.slice(index + 1).map((other) => [one, other] as const));

/** Combinations of values that cannot work, each with the sentence that mends it. */
export const checks: readonly Check[] = [
  {
    wrong: all(servesBrowsers, not(domain)),
    mend: "domain is empty: set it to the host name under which browsers reach the installation, such as --set domain=call.example.com",
  },
  {
    wrong: all(usesRedis, not(redis.enabled), not(externalRedis.url), not(externalRedis.existingSecret)),
    mend: "redis.enabled is false and no other Redis is named: set externalRedis.url or externalRedis.existingSecret",
  },
  {
    wrong: all(redis.enabled, any(externalRedis.url, externalRedis.existingSecret)),
    mend: "two Redis are named: set redis.enabled to false to use the external one, or leave externalRedis empty",
  },
  {
    wrong: all(externalRedis.url, externalRedis.existingSecret),
    mend: "externalRedis.url and externalRedis.existingSecret are both set: the Secret alone is enough",
  },
  {
    wrong: isRedisClosed,
    mend: "externalRedis.url has a port that policies do not open: set networkPolicy.externalRedisPort to it, or of Sentinels networkPolicy.externalSentinelPort",
  },
  {
    wrong: isCollectorClosed,
    mend: "tracing.endpoint has a port that policies do not open: write it out, and set networkPolicy.tracesPort to it unless it is 4317 or 4318",
  },
  {
    wrong: all(not(equals(turn.provider, "none")), not(turn.domain)),
    mend: "turn.domain is empty: set it to the host name of the TURN server, or set turn.provider to none (peers behind strict networks then fail to connect)",
  },
  {
    wrong: all(equals(turn.provider, "external"), not(secrets.existingSecret)),
    mend: "turn.provider is external and its secret is unknown: put it as turn-secret into a Secret and name that in secrets.existingSecret",
  },
  {
    wrong: all(runsCoturn, not(isAbove(coturn.maxPort, coturn.minPort))),
    mend: "coturn.maxPort must be above coturn.minPort",
  },
  {
    wrong: all(runsCoturn, equals(turn.udpPort, turn.tlsPort)),
    mend: "turn.udpPort and turn.tlsPort are the same: TURN needs two ports",
  },
  {
    wrong: any(
      isRefusedByBrowsers(turn.udpPort),
      isRefusedByBrowsers(turn.tlsPort),
      all(isAbove(turn.publicTlsPort, 0), isRefusedByBrowsers(turn.publicTlsPort)),
    ),
    mend: "turn.udpPort, turn.tlsPort or turn.publicTlsPort is a port below 1024 that browsers refuse: use 53, 80, 443 or one from 1024 on",
  },
  {
    wrong: all(runsCoturn, any(isAmongRelays(turn.udpPort), isAmongRelays(turn.tlsPort))),
    mend: "turn.udpPort or turn.tlsPort lies from coturn.minPort to coturn.maxPort, where relays are: use one outside",
  },
  {
    wrong: all(servesBrowsers, not(equals(turn.provider, "none")), equals(turn.domain, domain), equals(publicTlsPort, 443)),
    mend: "turn.domain is domain, and both would be port 443: give the TURN server a name of its own, or another port",
  },
  {
    wrong: all(coturn.externalIp, coturn.discoverExternalIp),
    mend: "coturn.externalIp and coturn.discoverExternalIp are both set: say the address or have it discovered",
  },
  {
    wrong: all(tls.existingSecret, tls.issuer.name),
    mend: "tls.existingSecret and tls.issuer.name are both set: bring a certificate or have one signed",
  },
  {
    wrong: all(gateway.enabled, servesBrowsers, not(gateway.parentRefs)),
    mend: "gateway.enabled is true without a Gateway: name its listener in gateway.parentRefs",
  },
  {
    wrong: all(gateway.turnParentRefs, not(all(gateway.enabled, runsCoturn))),
    mend: "gateway.turnParentRefs leads nowhere: set gateway.enabled to true and turn.provider to coturn, or leave it empty",
  },
  {
    wrong: all(equals(config.createAuth, "telegram"), not(secrets.telegramBotToken), not(secrets.existingSecret)),
    mend: "config.createAuth is telegram without a bot: put its token as telegram-bot-token into a Secret that secrets.existingSecret names, or set secrets.telegramBotToken",
  },
  {
    wrong: all(secrets.telegramBotToken, secrets.existingSecret),
    mend: "secrets.telegramBotToken is not used beside secrets.existingSecret: put the token there as telegram-bot-token",
  },
  {
    wrong: all(secrets.telegramBotToken, equals(secrets.drawnBy, "job")),
    mend: "secrets.telegramBotToken would lie open in a ConfigMap under secrets.drawnBy job: put it as telegram-bot-token into a Secret that secrets.existingSecret names",
  },
  {
    wrong: any(...pairsOfAccounts.map(([one, other]) => all(one.name, one.create, other.create, equals(one.name, other.name)))),
    mend: "two workloads create a service account of the same name: set serviceAccount.create to false for all but one of them",
  },
  {
    wrong: all(isAbove(config.redisMinReplicas, 0), redis.enabled),
    mend: "config.redisMinReplicas is above 0, but the Redis that comes along has no replica: use an external one",
  },
  {
    wrong: all(ingress.enabled, not(hasTls), beginsWith(config.apiOrigin, "https:")),
    mend: "config.apiOrigin is https without a certificate: set tls.existingSecret or tls.issuer.name, or ingress.enabled to false",
  },
  {
    wrong: matches(config.signalPath, "^/(api(/.*)?)?$"),
    mend: "config.signalPath is where the api or the pages are: choose another path, such as /ws",
  },
  {
    wrong: all(loadTest.enabled, not(all(api.enabled, signal.enabled))),
    mend: "loadTest.enabled is true where api or signal does not run: load the release that has both",
  },
  {
    wrong: all(loadTest.enabled, equals(config.createAuth, "telegram")),
    mend: "loadTest.enabled cannot create calls under config.createAuth: telegram: load an installation with api-key or open",
  },
  ...scaled.flatMap(({ name, said: { enabled, autoscaling } }) => [
    {
      wrong: all(enabled, not(equals(autoscaling.type, "none")), isAbove(autoscaling.minReplicas, autoscaling.maxReplicas)),
      mend: `${name}.autoscaling.minReplicas is above maxReplicas: raise the one or lower the other`,
    },
  ]),
  ...[
    { name: "api", said: api },
    { name: "web", said: web },
  ].map(({ name, said: { enabled, autoscaling } }) => ({
    wrong: all(enabled, not(equals(autoscaling.type, "none")), not(isAbove(autoscaling.targetCpuPercent, 0))),
    mend: `${name}.autoscaling has nothing to follow: set targetCpuPercent above 0`,
  })),
  {
    wrong: all(
      signal.enabled,
      not(equals(signal.autoscaling.type, "none")),
      not(isAbove(signal.autoscaling.targetCpuPercent, 0)),
      not(isAbove(signal.autoscaling.targetConnections, 0)),
    ),
    mend: "signal.autoscaling has nothing to follow: set targetCpuPercent or targetConnections above 0",
  },
  {
    wrong: all(
      equals(signal.autoscaling.type, "keda"),
      isAbove(signal.autoscaling.targetConnections, 0),
      not(signal.autoscaling.prometheusAddress),
    ),
    mend: "signal.autoscaling.targetConnections is asked of Prometheus by KEDA: set signal.autoscaling.prometheusAddress",
  },
];
