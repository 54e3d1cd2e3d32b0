import { type RedisServer, startRedisServer } from "@tgcall/store/testing";
import { freePorts } from "@tgcall/store/testing/free-ports";
import { test as base } from "vitest";
import { type RunningProcess, startProcess } from "../../e2e/support/start-process.ts";
import { generousRates } from "../../e2e/support/start-product.ts";
import { type Door, startDoor } from "./door.ts";
import { type CertificateFiles, trustedCertificate } from "./trusted-certificate.ts";

/** One process of a service, on ports of its own. */
export interface Service {
  readonly process: RunningProcess;
  readonly address: string;
  /** The value of a metric without labels. */
  metric(name: string): Promise<number>;
}

export interface Installation extends AsyncDisposable {
  readonly door: Door;
  readonly origin: string;
  readonly apis: readonly Service[];
  readonly signals: readonly Service[];
  readonly redis: RedisServer;
  readonly certificate: CertificateFiles;
}

export interface InstallationOptions {
  readonly apis?: number;
  readonly signals?: number;
  readonly web?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export const apiKey = "K7mPq2xV9tRw4sZn8bYc3dFg6hJk5LaE";

const secrets = {
  NODE_ENV: "production",
  JWT_SECRET: "q8Zr5vN2xK7mPb4tYw9sLc3dFg6hJk1A",
  TURN_SECRET: "m4TzX8pQ2vR7nK5wYb9sLc3dFg6hJk1B",
  CREATE_AUTH: "api-key",
  API_KEYS: apiKey,
  TRUST_PROXY_HOPS: "1",
  MAX_PEERS_PER_CALL: "3",
  DRAIN_SECONDS: "0",
};

/** Tests that leave the installation as it was share one per file. */
export const test = base.extend<{ installation: Installation }>({
  installation: [
    // biome-ignore lint/correctness/noEmptyPattern: Vitest reads from the pattern what a fixture needs.
    async ({}, use) => {
      await using installation = await startInstallation();
      await use(installation);
    },
    { scope: "file" },
  ],
});

/** Services in production mode behind nginx, over a Redis of their own. */
export async function startInstallation({ apis = 2, signals = 3, web, env = {} }: InstallationOptions = {}): Promise<Installation> {
  await using owned = new AsyncDisposableStack();
  const certificate = owned.use(await trustedCertificate());
  const redis = owned.use(await startRedisServer());
  const [httpsPort = 0, ...ports] = await freePorts(1 + 2 * (apis + signals));
  const shared = { ...secrets, ...generousRates, REDIS_URL: redis.url, API_ORIGIN: `https://localhost:${httpsPort}`, ...env };

  const start = async (name: "api" | "signal"): Promise<Service> => {
    const [port = 0, opsPort = 0] = ports.splice(0, 2);
    const opsUrl = `http://127.0.0.1:${opsPort}`;
    const own = { [`${name.toUpperCase()}_PORT`]: `${port}`, OPS_PORT: `${opsPort}` };
    const process = owned.use(await startProcess([`services/${name}/src/main.ts`], { ...shared, ...own }, `${opsUrl}/readyz`));
    const metric = async (wanted: string): Promise<number> => {
      const text = await (await fetch(`${opsUrl}/metrics`)).text();
      return Number(new RegExp(`^${wanted}(?:\\{[^}]*\\})? (\\S+)$`, "m").exec(text)?.[1]);
    };
    return { process, address: `127.0.0.1:${port}`, metric };
  };
  const startedApis = await Promise.all(Array.from({ length: apis }, () => start("api")));
  const startedSignals = await Promise.all(Array.from({ length: signals }, () => start("signal")));

  const door = owned.use(
    await startDoor({
      api: startedApis.map(({ address }) => address),
      signal: startedSignals.map(({ address }) => address),
      ...(web === undefined ? {} : { web }),
      cert: certificate.cert,
      key: certificate.key,
      httpsPort,
      env: { STOP_SECONDS: "0" },
    }),
  );
  const everything = owned.move();
  return {
    door,
    origin: door.origin,
    apis: startedApis,
    signals: startedSignals,
    redis,
    certificate,
    [Symbol.asyncDispose]: () => everything.disposeAsync(),
  };
}
