import type { RequestListener } from "node:http";
import { networkInterfaces } from "node:os";
import { createApp } from "@tgcall/api";
import type { ApiConfig } from "@tgcall/api/config";
import { createIceIssuer, createTokens } from "@tgcall/auth";
import {
  closeHttpServer,
  createHttpServer,
  createMetrics,
  createOrigins,
  createStoreMetrics,
  createTrustMetrics,
  type Lifecycle,
  type Logger,
  listen,
  type Metrics,
  readinessOf,
  redisOptions,
  shareFailedTraces,
  startOpsServer,
  tokenOptions,
  turnOptions,
} from "@tgcall/runtime";
import { acceptUpgrades, createPodId, createSignalServer, startSignal } from "@tgcall/signal";
import type { SignalConfig } from "@tgcall/signal/config";
import { openMemoryStores, openRedisStores, redisCommandNames } from "@tgcall/store";
import type { Certificate } from "./lan.ts";
import { openPages } from "./pages.ts";

export interface SystemOptions {
  readonly config: ApiConfig & SignalConfig;
  /** Where the built pages lie. */
  readonly pagesFolder: string;
  /** Serves the pages over TLS on every address of the machine; without it, on loopback alone. */
  readonly certificate: Certificate | undefined;
  readonly log: Logger;
  readonly lifecycle: Lifecycle;
}

/** The whole product in this process: page, api and signal on one origin, and the latter two on ports of their own as when apart. */
export async function startSystem({ config, pagesFolder, certificate, log, lifecycle }: SystemOptions): Promise<void> {
  const apiMetrics = createMetrics({ service: "api" });
  const signalMetrics = createMetrics({ service: "signal" });
  const stores = await openStores(config, log, signalMetrics);
  lifecycle.onClose("stores", () => stores.close());
  shareFailedTraces(stores.failedTraces);
  const origins = createOrigins(config, certificate === undefined ? "http" : "https");
  const { handler: api } = createApp({ config, stores, log, metrics: apiMetrics, origins, ...createTrust(config, apiMetrics) });
  const signal = await startSignal({
    ...{ pod: createPodId(), stores, log, metrics: signalMetrics, allowsOrigin: origins.allows },
    ...createTrust(config, signalMetrics),
  });
  const pages = await openPages(pagesFolder, (request) => new URL(origins.wsUrl(request)).origin);
  const route: RequestListener = (request, response) => (isForApi(request.url) ? api(request, response) : pages(request, response));

  for (const host of certificate === undefined ? loopback : [undefined]) {
    const page = acceptUpgrades(createHttpServer(route, certificate), config.SIGNAL_PATH, signal.handleUpgrade);
    const alone = createSignalServer(config.SIGNAL_PATH, signal.handleUpgrade);
    for (const [server, port] of [
      [page, config.FRONTEND_PORT],
      [createHttpServer(api), config.API_PORT],
      [alone, config.SIGNAL_PORT],
    ] as const) {
      await listen(server, port, host);
      lifecycle.onClose("http server", () => closeHttpServer(server));
    }
  }
  lifecycle.onClose("signal", () => signal.close());

  for (const [index, metrics] of [apiMetrics, signalMetrics].entries()) {
    const readiness = () => readinessOf(lifecycle.phase, stores.health());
    const ops = await startOpsServer({ port: config.OPS_PORT + 1 + index, host: "127.0.0.1", metrics, readiness, log });
    lifecycle.onClose("ops server", () => ops.close());
  }
}

/** Where `localhost` may lead; a machine without IPv6 has one of the two. */
const loopback = ["127.0.0.1", "::1"].filter((address) =>
  Object.values(networkInterfaces())
    .flat()
    .some((known) => known?.address === address),
);

const isForApi = (url = ""): boolean => url === "/api" || url.startsWith("/api/");

/** Both services share one store, which is counted as the signal service's. */
function openStores(config: SystemOptions["config"], log: Logger, metrics: Metrics) {
  if (config.REDIS_URL === undefined) return openMemoryStores();
  const onError = (error: Error) => log.warn("redis failed", { error });
  return openRedisStores({
    url: config.REDIS_URL,
    onError,
    ...redisOptions(config),
    ...createStoreMetrics(metrics, redisCommandNames),
  });
}

function createTrust(config: SystemOptions["config"], metrics: Metrics) {
  const trust = createTrustMetrics(metrics);
  return { tokens: createTokens({ ...tokenOptions(config), ...trust }), ice: createIceIssuer({ ...turnOptions(config), ...trust }) };
}
