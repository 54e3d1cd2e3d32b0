import { setTimeout as delay } from "node:timers/promises";
import { createLifecycle, type Lifecycle, type ProcessHooks } from "./lifecycle.ts";
import { createLogger, type Logger } from "./logger.ts";
import { createMetrics, type Metrics } from "./metrics.ts";
import { startOpsServer } from "./ops-server.ts";
import { type Settings, SettingsError } from "./read-settings.ts";
import { readinessOf } from "./readiness.ts";
import { type FailedTraces, shareFailedTraces } from "./share-failed-traces.ts";
import type { processSettings } from "./shared-settings.ts";

/** How long endpoints and proxies may take to learn that a process goes, when nothing has waited for them before. */
const usualEndpointsMs = 5_000;

interface StoresOfService {
  readonly failedTraces: FailedTraces;
  health(): Parameters<typeof readinessOf>[1];
  close(): Promise<void>;
}

/** What a service is put together from, open while its process lives. */
export interface ServiceParts<Config, Stores> {
  readonly config: Config;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly lifecycle: Lifecycle;
  readonly stores: Stores;
}

export interface ServiceOptions<Config, Stores> {
  readonly name: string;
  readonly pod: string;
  readonly process: ProcessHooks;
  readonly readConfig: () => Config;
  /** How long it is not ready before it drains, in milliseconds; 5 s unless told otherwise, and never longer than it drains. */
  readonly endpointsMs?: (config: Config) => number;
  readonly openStores: (config: Config, metrics: Metrics, onError: (error: Error) => void) => Promise<Stores>;
  /** Listens, says what is to be drained and closed, and answers the port. */
  readonly start: (parts: ServiceParts<Config, Stores>) => Promise<number>;
  /** Hears why the process cannot work, before it exits with 1. */
  readonly complain: (reason: unknown) => void;
}

/**
 * Runs a service as this process: configuration, stores, ops server, the service itself, ready. On SIGTERM it is not ready for
 * `endpointsMs` before anything else happens, so that nobody sends new work.
 */
export async function runService<Config extends Settings<typeof processSettings>, Stores extends StoresOfService>(
  options: ServiceOptions<Config, Stores>,
): Promise<void> {
  try {
    await open(options);
  } catch (error) {
    options.complain(error instanceof SettingsError ? error.message : error);
    options.process.exit(1);
  }
}

async function open<Config extends Settings<typeof processSettings>, Stores extends StoresOfService>({
  name,
  pod,
  process,
  readConfig,
  endpointsMs = () => usualEndpointsMs,
  openStores,
  start,
}: ServiceOptions<Config, Stores>): Promise<void> {
  const config = readConfig();
  const log = createLogger({ service: name, level: config.LOG_LEVEL, pod });
  const metrics = createMetrics({ service: name });
  const lifecycle = createLifecycle({ log, process });
  const stores = await openStores(config, metrics, (error) => log.warn("redis failed", { error }));
  lifecycle.onClose("stores", () => stores.close());
  shareFailedTraces(stores.failedTraces);
  const readiness = () => readinessOf(lifecycle.phase, stores.health());
  const ops = await startOpsServer({ port: config.OPS_PORT, metrics, log, readiness });
  lifecycle.onClose("ops server", () => ops.close());
  lifecycle.onDrain("endpoints", () => delay(Math.min(endpointsMs(config), config.DRAIN_SECONDS * 1000)).then(() => {}));

  const port = await start({ config, log, metrics, lifecycle, stores });
  lifecycle.ready();
  log.info("listening", { port, opsPort: ops.port });
}
