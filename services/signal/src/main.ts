import { setTimeout as delay } from "node:timers/promises";
import { createIceIssuer, createTokens } from "@tgcall/auth";
import {
  closeHttpServer,
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
import { createPodId, createSignalServer, startSignal } from "./app.ts";
import { readConfig, type SignalConfig } from "./config.ts";

/** How long endpoints and proxies may take to learn that this process goes. */
const maxEndpointsMs = 5_000;
/** What draining may take beyond the time over which it is spread. */
const drainSlackMs = 5_000;

async function start(config: SignalConfig): Promise<void> {
  const pod = createPodId();
  const log = createLogger({ service: "signal", level: config.LOG_LEVEL, pod });
  const metrics = createMetrics({ service: "signal" });
  const lifecycle = createLifecycle({ log, process });
  const stores = await openRedisStores({
    url: config.REDIS_URL ?? "",
    tlsCa: config.REDIS_TLS_CA,
    minReplicas: config.REDIS_MIN_REPLICAS,
    name: "tgcall-signal",
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
  const { allows } = createOrigins(config);
  const signal = await startSignal({ pod, stores, tokens, ice, log, metrics, allowsOrigin: allows });
  const server = createSignalServer(config.SIGNAL_PATH, signal.handleUpgrade);
  const port = await listen(server, config.SIGNAL_PORT);

  const drainMs = config.DRAIN_SECONDS * 1000;
  lifecycle.onDrain("endpoints", () => delay(Math.min(maxEndpointsMs, drainMs)).then(() => {}));
  lifecycle.onDrain("peers", () => signal.drain(drainMs), drainMs + drainSlackMs);
  lifecycle.onClose("http server", () => closeHttpServer(server));
  lifecycle.onClose("signal", () => signal.close());

  lifecycle.ready();
  log.info("listening", { port, opsPort: ops.port });
}

try {
  await start(readConfig(process.env, [redisUrlIsGiven, redisUrlIsReadable(redisUrlFault)]));
} catch (error) {
  console.error(error instanceof SettingsError ? error.message : error);
  process.exit(1);
}
