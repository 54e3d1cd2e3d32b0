import type { RequestListener } from "node:http";
import type { RedisServer } from "@tgcall/store/testing";
import { freePorts } from "@tgcall/store/testing/free-ports";
import { Edge, type EdgeOptions } from "./edge.ts";
import { startDurableRedis } from "./redis.ts";
import { ServiceProcess } from "./service-process.ts";

export interface SystemOptions {
  readonly apis?: number;
  readonly signals?: number;
  readonly env?: Readonly<Record<string, string>>;
  /** For the signal processes alone. */
  readonly signalEnv?: Readonly<Record<string, string>>;
  /** Where the services find their Redis; by default straight at it. */
  readonly redisUrl?: string;
  readonly redis?: RedisServer;
  /** The address under which peers reach the edge. */
  readonly host?: string;
  /** What peers reach instead of the edge: a door that the test puts in front itself. */
  readonly origin?: string;
  readonly route?: EdgeOptions["route"];
  readonly pages?: RequestListener;
}

/** Rates that a fault test never meets. */
const unlimited = { RATE_CREATE: "1000000/60", RATE_RESOLVE: "1000000/60", RATE_JOIN: "1000000/60", RATE_CHECK: "1000000/60" };

/** The product as deployed: apis, signal processes, a Redis that keeps its log, and an ingress in front. */
export class System implements AsyncDisposable {
  readonly apis: readonly ServiceProcess[];
  readonly signals: readonly ServiceProcess[];
  readonly redis: RedisServer | undefined;
  readonly edge: Edge;
  /** `http://<host>:<port>` of the edge. */
  readonly origin: string;
  readonly #owned: AsyncDisposableStack;

  private constructor(parts: Pick<System, "apis" | "signals" | "redis" | "edge" | "origin">, owned: AsyncDisposableStack) {
    this.apis = parts.apis;
    this.signals = parts.signals;
    this.redis = parts.redis;
    this.edge = parts.edge;
    this.origin = parts.origin;
    this.#owned = owned;
  }

  static async start(options: SystemOptions = {}): Promise<System> {
    const { apis: apiCount = 2, signals: signalCount = 2, env = {}, signalEnv = {}, host = "127.0.0.1", route, pages } = options;
    await using owned = new AsyncDisposableStack();
    const redis = options.redis ?? (options.redisUrl === undefined ? owned.use(await startDurableRedis()) : undefined);
    const ports = await freePorts(2 * (apiCount + signalCount) + 1);
    const edgePort = ports.pop() ?? 0;
    const origin = options.origin ?? `http://${host}:${edgePort}`;
    const shared = {
      REDIS_URL: options.redisUrl ?? redis?.url ?? "",
      API_ORIGIN: origin,
      WS_PUBLIC: `${origin.replace("http", "ws")}/ws`,
      LOG_LEVEL: "info",
      ...unlimited,
      ...env,
    };
    const starting = (count: number, name: "api" | "signal"): Promise<ServiceProcess>[] =>
      Array.from({ length: count }, () =>
        startService(name, name === "signal" ? { ...shared, ...signalEnv } : shared, ports.pop() ?? 0, ports.pop() ?? 0),
      );
    const started = await Promise.allSettled([...starting(apiCount, "api"), ...starting(signalCount, "signal")]);
    const services = started.filter((each) => each.status === "fulfilled").map(({ value }) => owned.use(value));
    const failure = started.find((each) => each.status === "rejected");
    if (failure !== undefined) throw failure.reason;

    const [apis, signals] = [services.slice(0, apiCount), services.slice(apiCount)];
    const edge = owned.use(
      await Edge.start({
        port: edgePort,
        apis,
        signals,
        ...(route === undefined ? {} : { route }),
        ...(pages === undefined ? {} : { pages }),
      }),
    );
    return new System({ apis, signals, redis, edge, origin }, owned.move());
  }

  signal(index: number): ServiceProcess {
    const signal = this.signals[index];
    if (signal === undefined) throw new Error(`there is no signal process ${index}`);
    return signal;
  }

  get services(): readonly ServiceProcess[] {
    return [...this.apis, ...this.signals];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#owned.disposeAsync();
  }
}

function startService(
  name: "api" | "signal",
  env: Readonly<Record<string, string>>,
  port: number,
  opsPort: number,
): Promise<ServiceProcess> {
  const ports = { [`${name.toUpperCase()}_PORT`]: String(port), OPS_PORT: String(opsPort) };
  return ServiceProcess.start({
    script: `services/${name}/src/main.ts`,
    env: { ...env, ...ports },
    readyUrl: `http://127.0.0.1:${opsPort}/readyz`,
    port,
    opsPort,
  });
}
