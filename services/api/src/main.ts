import { hostname } from "node:os";
import { createIceIssuer, createTokens } from "@tgcall/auth";
import {
  closeHttpServer,
  createHttpServer,
  createOrigins,
  createStoreMetrics,
  createTrustMetrics,
  listen,
  redisOptions,
  redisUrlIsGiven,
  redisUrlIsReadable,
  runService,
  tokenOptions,
  turnOptions,
} from "@tgcall/runtime";
import { openRedisStores, redisCommandNames, redisUrlFault } from "@tgcall/store";
import { createApp } from "./app.ts";
import { readConfig } from "./config.ts";
import { createTurnProbeMetrics } from "./turn-probe/metrics.ts";
import { startTurnProbe } from "./turn-probe/turn-probe.ts";

/** The slowest request that is still let in: its body may take 15 s. */
const lastRequestMs = 16_000;

await runService({
  name: "api",
  pod: hostname(),
  process,
  complain: console.error,
  readConfig: () => readConfig(process.env, [redisUrlIsGiven, redisUrlIsReadable(redisUrlFault)]),
  openStores: (config, metrics, onError) =>
    openRedisStores({
      url: config.REDIS_URL ?? "",
      name: "tgcall-api",
      onError,
      ...redisOptions(config),
      ...createStoreMetrics(metrics, redisCommandNames),
    }),

  async start({ config, log, metrics, lifecycle, stores }) {
    const trust = createTrustMetrics(metrics);
    const tokens = createTokens({ ...tokenOptions(config), ...trust });
    const ice = createIceIssuer({ ...turnOptions(config), ...trust });
    const stopLooking = startTurnProbe({
      domain: config.TURN_DOMAIN,
      udpPort: config.TURN_UDP_PORT,
      tlsPort: config.TURN_TLS_PORT,
      metrics: createTurnProbeMetrics(metrics),
      log,
    });
    lifecycle.onClose("turn probe", stopLooking);
    const { handler } = createApp({ config, stores, tokens, ice, log, metrics, origins: createOrigins(config) });
    const server = createHttpServer(handler);
    const port = await listen(server, config.API_PORT);
    lifecycle.onClose("http server", () => closeHttpServer(server), lastRequestMs);
    return port;
  },
});
