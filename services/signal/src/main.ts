import { createIceIssuer, createTokens } from "@tgcall/auth";
import {
  closeHttpServer,
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
import { createPodId, createSignalServer, startSignal } from "./app.ts";
import { readConfig } from "./config.ts";

/** What draining may take beyond the time over which it is spread. */
const drainSlackMs = 5_000;
const pod = createPodId();

await runService({
  name: "signal",
  pod,
  process,
  complain: console.error,
  endpointsMs: ({ DRAIN_DELAY_SECONDS }) => DRAIN_DELAY_SECONDS * 1000,
  readConfig: () => readConfig(process.env, [redisUrlIsGiven, redisUrlIsReadable(redisUrlFault)]),
  openStores: (config, metrics, onError) =>
    openRedisStores({
      url: config.REDIS_URL ?? "",
      name: "tgcall-signal",
      onError,
      ...redisOptions(config),
      ...createStoreMetrics(metrics, redisCommandNames),
    }),

  async start({ config, log, metrics, lifecycle, stores }) {
    const trust = createTrustMetrics(metrics);
    const tokens = createTokens({ ...tokenOptions(config), ...trust });
    const ice = createIceIssuer({ ...turnOptions(config), ...trust });
    const { allows } = createOrigins(config);
    const signal = await startSignal({ pod, stores, tokens, ice, log, metrics, allowsOrigin: allows });
    const server = createSignalServer(config.SIGNAL_PATH, signal.handleUpgrade);
    const port = await listen(server, config.SIGNAL_PORT);
    const drainMs = config.DRAIN_SECONDS * 1000;
    lifecycle.onNotice("peers", () => signal.moveAway(drainMs), drainMs);
    lifecycle.onDrain("peers", () => signal.drain(drainMs), drainMs + drainSlackMs);
    lifecycle.onClose("http server", () => closeHttpServer(server));
    lifecycle.onClose("signal", () => signal.close());
    return port;
  },
});
