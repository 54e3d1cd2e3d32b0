import { all, any, contains, either, equals, isAbove, matches, named, not, text } from "../twofold/index.ts";
import { values } from "./values/index.ts";

const { externalRedis, networkPolicy, tracing } = values;
const { externalRedisPort, externalSentinelPort } = networkPolicy;

const namesSentinels = contains(externalRedis.url, "+sentinel://");
const isUsual = any(all(namesSentinels, equals(externalSentinelPort, 26_379)), all(not(namesSentinels), equals(externalRedisPort, 6379)));
const openedHost = named(
  "tgcall.externalRedis.openedHost",
  "A pattern of what its URL may name: hosts behind the port that policies open, which goes without saying when it is the usual one",
  text`(\\[[^\\]]*\\]|[^:,/?]+)(:${either(namesSentinels, text`${externalSentinelPort}`, text`${externalRedisPort}`)})${either(isUsual, "?", "")}`,
);
const tracesPort = either(isAbove(networkPolicy.tracesPort, 0), text`${networkPolicy.tracesPort}`, "4317|4318");

/** Whether policies close the port of an external Redis whose URL is known. */
export const isRedisClosed = all(
  networkPolicy.enabled,
  externalRedis.url,
  not(matches(externalRedis.url, text`^[a-z+]+://${openedHost}(,${openedHost})*([/?].*)?$`)),
);

/** Whether policies close the port of the collector. */
export const isCollectorClosed = all(
  networkPolicy.enabled,
  tracing.endpoint,
  not(matches(tracing.endpoint, text`^https?://[^/]*:(${tracesPort})(/|$)`)),
);
