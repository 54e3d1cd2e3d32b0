import { hostname } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import { createIceIssuer, createTokens } from "@tgcall/auth";
import {
  closeHttpServer,
  createHttpServer,
  createLifecycle,
  createLogger,
  createMetrics,
  createOrigins,
  listen,
  readinessOf,
  redisUrlIsGiven,
  redisUrlIsReadable,
  SettingsError,
  startOpsServer,
} from "@tgcall/runtime";
import { openRedisStores, redisUrlFault } from "@tgcall/store";
import { createApp } from "./app.ts";
import { type ApiConfig, readConfig } from "./config.ts";

/** How long endpoints and proxies may take to learn that this process goes. */
const maxEndpointsMs = 5_000;
/** The slowest request that is still let in: its body may take 15 s. */
const lastRequestMs = 16_000;

async function start(config: ApiConfig): Promise<void> {
  const log = createLogger({ service: "api", level: config.LOG_LEVEL, pod: hostname() });
  const metrics = createMetrics({ service: "api" });
  const lifecycle = createLifecycle({ log, process });
  const stores = await openRedisStores({
    url: config.REDIS_URL ?? "",
    tlsCa: config.REDIS_TLS_CA,
    minReplicas: config.REDIS_MIN_REPLICAS,
    name: "tgcall-api",
    onError: (error) => log.warn("redis failed", { error }),
  });
  lifecycle.onClose("stores", () => stores.close());
  const ops = await startOpsServer({ port: config.OPS_PORT, metrics, log, readiness: () => readinessOf(lifecycle.phase, stores.health()) });
  lifecycle.onClose("ops server", () => ops.close());

  const tokens = createTokens({ secret: config.JWT_SECRET, previousSecret: config.JWT_SECRET_PREVIOUS });
  const ice = createIceIssuer({
    domain: config.TURN_DOMAIN,
    secret: config.TURN_SECRET,
    ttlSeconds: config.TURN_TTL_SECONDS,
    udpPort: config.TURN_UDP_PORT,
    tlsPort: config.TURN_TLS_PORT,
  });
  const { handler } = createApp({ config, stores, tokens, ice, log, metrics, origins: createOrigins(config) });
  const server = createHttpServer(handler);
  const port = await listen(server, config.API_PORT);
  lifecycle.onDrain("endpoints", () => delay(Math.min(maxEndpointsMs, config.DRAIN_SECONDS * 1000)).then(() => {}));
  lifecycle.onClose("http server", () => closeHttpServer(server), lastRequestMs);

  lifecycle.ready();
  log.info("listening", { port, opsPort: ops.port });
}

try {
  await start(readConfig(process.env, [redisUrlIsGiven, redisUrlIsReadable(redisUrlFault)]));
} catch (error) {
  console.error(error instanceof SettingsError ? error.message : error);
  process.exit(1);
}
