import { startRedisServer } from "@tgcall/store/testing";
import { freePorts } from "@tgcall/store/testing/free-ports";
import { buildWeb } from "@tgcall/web/build";
import { startEdge } from "./edge.ts";
import { type RunningProcess, startProcess } from "./start-process.ts";
import { generousRates } from "./start-product.ts";

export interface Apart extends AsyncDisposable {
  /** One origin for each pair of api and signal process: whoever opens it is served by that pair alone. */
  readonly origins: readonly string[];
  readonly processes: readonly RunningProcess[];
  metrics(): Promise<string>;
}

/** Two api and two signal processes on one real Redis, each pair behind an origin of its own that also serves the pages. */
export async function startApart(env: Readonly<Record<string, string>> = {}): Promise<Apart> {
  const owned = new AsyncDisposableStack();
  const redis = owned.use(await startRedisServer());
  const pages = await buildWeb();
  const origins: string[] = [];
  const opsUrls: string[] = [];
  const processes: RunningProcess[] = [];

  const start = async (service: "api" | "signal", own: Readonly<Record<string, string>>, opsPort: number): Promise<void> => {
    const words = ["scripts/bootstrap.mjs", "--tracing", `services/${service}/src/main.ts`];
    const ops = `http://127.0.0.1:${opsPort}`;
    const shared = {
      OTEL_SERVICE_NAME: `tgcall-${service}`,
      REDIS_URL: redis.url,
      TRUST_PROXY_HOPS: "1",
      OPS_PORT: `${opsPort}`,
      DRAIN_SECONDS: "0",
      ...generousRates,
    };
    processes.push(owned.use(await startProcess(words, { ...shared, ...own, ...env }, `${ops}/readyz`)));
    opsUrls.push(ops);
  };
  for (let pair = 0; pair < 2; pair += 1) {
    const [edge = 0, api = 0, signal = 0, apiOps = 0, signalOps = 0] = await freePorts(5);
    const origin = `http://localhost:${edge}`;
    const addresses = { API_ORIGIN: origin, WS_PUBLIC: `ws://localhost:${edge}/ws` };
    await start("api", { ...addresses, API_PORT: `${api}` }, apiOps);
    await start("signal", { ...addresses, SIGNAL_PORT: `${signal}` }, signalOps);
    owned.use(await startEdge({ port: edge, pages, apiPort: api, signalPort: signal }));
    origins.push(origin);
  }
  return {
    origins,
    processes,
    metrics: async () => (await Promise.all(opsUrls.map(async (url) => (await fetch(`${url}/metrics`)).text()))).join("\n"),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
