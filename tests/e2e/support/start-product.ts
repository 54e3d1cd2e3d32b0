import { freePorts } from "@tgcall/store/testing/free-ports";
import { type RunningProcess, startProcess } from "./start-process.ts";

export interface Product {
  /** Where the pages are: `http://localhost:<port>`. */
  readonly origin: string;
  readonly apiOrigin: string;
  readonly process: RunningProcess;
  /** The text of both `/metrics`. */
  metrics(): Promise<string>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** `npm start` on ports of its own, with rates that let a test suite through. */
export async function startProduct(
  env: Readonly<Record<string, string>> = {},
  args: readonly string[] = [],
  scheme = "http",
): Promise<Product> {
  const [page = 0, api = 0, signal = 0, ops = 0] = await freePorts(4);
  const ports = { FRONTEND_PORT: `${page}`, API_PORT: `${api}`, SIGNAL_PORT: `${signal}`, OPS_PORT: `${ops}` };
  const opsUrls = [ops + 1, ops + 2].map((port) => `http://127.0.0.1:${port}`);
  const words = ["scripts/bootstrap.mjs", "--tracing", "scripts/start.ts", ...args];
  const process = await startProcess(words, { ...ports, ...generousRates, ...env }, `${opsUrls[1]}/readyz`);
  return {
    origin: `${scheme}://localhost:${page}`,
    apiOrigin: `http://localhost:${api}`,
    process,
    metrics: async () => (await Promise.all(opsUrls.map(async (url) => (await fetch(`${url}/metrics`)).text()))).join("\n"),
    [Symbol.asyncDispose]: () => process[Symbol.asyncDispose](),
  };
}

export const generousRates = { RATE_CREATE: "1000", RATE_RESOLVE: "1000", RATE_JOIN: "1000", RATE_CHECK: "1000" };
