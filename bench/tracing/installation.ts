import { fileURLToPath } from "node:url";
import { type ApiClient, createApiClient } from "@tgcall/client";
import { startRedisServer } from "@tgcall/store/testing";
import { freePorts } from "@tgcall/store/testing/free-ports";
import { startProcess } from "../../tests/e2e/support/start-process.ts";

/** One api and two signal processes on a Redis of their own. */
export interface Installation extends AsyncDisposable {
  readonly api: ApiClient;
  /** The api as somebody sees it whom the load balancer sends to this signal process. */
  apiFor(pod: 0 | 1): Pick<ApiClient, "join">;
  /** What the three processes have used so far; seconds. */
  cpuSeconds(): Promise<number>;
}

const register = fileURLToPath(new URL("../../packages/runtime/src/tracing-register.ts", import.meta.url));
const generous = { RATE_CREATE: "1000000/60", RATE_RESOLVE: "1000000/60", RATE_JOIN: "1000000/60" };

/** Starts the services as they are deployed; `env` says what is different about them. */
export async function startInstallation(env: Readonly<Record<string, string>>): Promise<Installation> {
  const owned = new AsyncDisposableStack();
  const redis = owned.use(await startRedisServer());
  const [apiPort = 0, podA = 0, podB = 0, ...opsPorts] = await freePorts(6);
  const wsUrls = [podA, podB].map((port) => `ws://127.0.0.1:${port}/ws`) as [string, string];
  const shared = { REDIS_URL: redis.url, LOG_LEVEL: "warn", DRAIN_SECONDS: "0", WS_PUBLIC: wsUrls[0], ...generous, ...env };

  const start = async (service: "api" | "signal", opsPort = 0, own: Readonly<Record<string, string>>): Promise<void> => {
    const words = ["--import", register, `services/${service}/src/main.ts`];
    owned.use(await startProcess(words, { ...shared, OPS_PORT: `${opsPort}`, ...own }, `http://127.0.0.1:${opsPort}/readyz`));
  };
  await start("api", opsPorts[0], { API_PORT: `${apiPort}` });
  await start("signal", opsPorts[1], { SIGNAL_PORT: `${podA}` });
  await start("signal", opsPorts[2], { SIGNAL_PORT: `${podB}` });

  const api = createApiClient(`http://127.0.0.1:${apiPort}`);
  return {
    api,
    apiFor: (pod) => ({ join: async (...asked) => ({ ...(await api.join(...asked)), wsUrl: wsUrls[pod] }) }),
    cpuSeconds: async () => sum(await Promise.all(opsPorts.map(readCpuSeconds))),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

async function readCpuSeconds(opsPort: number): Promise<number> {
  const metrics = await (await fetch(`http://127.0.0.1:${opsPort}/metrics`)).text();
  const [, seconds] = /^tgcall_process_cpu_seconds_total(?:\{.*\})? (\S+)$/m.exec(metrics) ?? [];
  if (seconds === undefined) throw new Error("the process does not say how much CPU time it used");
  return Number(seconds);
}
