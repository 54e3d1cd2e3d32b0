import { createIceIssuer, createTokens, type Tokens } from "@tgcall/auth";
import type { CreatedCall, JoinedCall, ResolvedCode } from "@tgcall/protocol";
import { closeHttpServer, createHttpServer, createLogger, createMetrics, createOrigins, listen } from "@tgcall/runtime";
import { openMemoryStores, type Stores } from "@tgcall/store";
import { createApp } from "../app.ts";
import { readConfig } from "../config.ts";
import { checkDocumented } from "./check-documented.ts";

/** An answer, its JSON read; `body` is `undefined` when there is none. */
export interface TestAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: unknown;
}

interface RequestOptions {
  readonly headers?: Readonly<Record<string, string>>;
  /** A text or bytes go as they are, with the content type of JSON unless the headers say otherwise. */
  readonly body?: unknown;
}

/** The api service on a real port. */
export interface TestApi extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  readonly stores: Stores;
  readonly tokens: Tokens;
  /** Every line that was logged. */
  readonly lines: readonly string[];
  readMetrics(): Promise<string>;
  /** Sends a request, and checks that the answer is documented and shows nothing of the inside. */
  send(method: string, path: string, options?: RequestOptions): Promise<TestAnswer>;
  post(path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<TestAnswer>;
  /** These three must succeed. */
  create(body?: object): Promise<CreatedCall>;
  resolve(code: string): Promise<ResolvedCode>;
  join(token: string): Promise<JoinedCall>;
}

interface TestOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly stores?: Stores;
  /** Unix milliseconds. */
  readonly now?: () => number;
}

/** Limits that tests do not meet by accident. */
const generous = {
  RATE_CREATE: "100000/60",
  RATE_RESOLVE: "100000/60",
  RATE_JOIN: "100000/60",
  RATE_CHECK: "100000/60",
  RATE_REPORT: "100000/60",
};

/** Starts the service on memory stores and a free port; whoever starts it disposes of it. */
export async function startApi({ env = {}, now = Date.now, stores = openMemoryStores({ now }) }: TestOptions = {}): Promise<TestApi> {
  const config = readConfig({ TURN_DOMAIN: "turn.example.org", ...generous, ...env });
  const lines: string[] = [];
  const log = createLogger({ service: "api", level: "debug", destination: { write: (line: string) => void lines.push(line) } });
  const metrics = createMetrics({ service: "api" });
  const tokens = createTokens({ secret: config.JWT_SECRET, now });
  const { TURN_DOMAIN: domain, TURN_SECRET: secret, TURN_TTL_SECONDS: ttlSeconds, TURN_UDP_PORT: udpPort, TURN_TLS_PORT: tlsPort } = config;
  const ice = createIceIssuer({ domain, secret, ttlSeconds, udpPort, tlsPort, now });
  const { handler } = createApp({ config, stores, tokens, ice, log, metrics, origins: createOrigins(config), now });
  const server = createHttpServer(handler);
  const port = await listen(server, 0, "127.0.0.1");
  const url = `http://127.0.0.1:${port}`;

  const api: TestApi = {
    url,
    port,
    stores,
    tokens,
    lines,
    readMetrics: () => metrics.registry.metrics(),

    async send(method, path, { headers = {}, body } = {}) {
      const json = body === undefined ? {} : { "content-type": "application/json" };
      const response = await fetch(`${url}${path}`, { method, headers: { ...json, ...headers }, body: toBytes(body) });
      const answer = await readAnswer(response);
      const isChecked = method !== "HEAD" && method !== "OPTIONS";
      if (isChecked) checkDocumented(method, path, answer.status, answer.headers.get("content-type"), answer.body);
      return answer;
    },

    post: (path, body, headers = {}) => api.send("POST", path, { body, headers }),

    create: async (body = {}) => good(await api.post("/api/call/create", { initiator_telegram_id: "1001", ...body })) as CreatedCall,
    resolve: async (code) => good(await api.post("/api/call/resolve", { code })) as ResolvedCode,
    join: async (token) => good(await api.post("/api/join", { token })) as JoinedCall,

    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await closeHttpServer(server);
      await stores.close();
    },
  };
  return api;
}

function good({ status, text, body }: TestAnswer): unknown {
  if (status >= 300) throw new Error(`answered ${status}: ${text}`);
  return body;
}

const toBytes = (body: unknown): string | Uint8Array<ArrayBuffer> | null => {
  if (body === undefined) return null;
  return typeof body === "string" || body instanceof Uint8Array ? (body as string | Uint8Array<ArrayBuffer>) : JSON.stringify(body);
};

async function readAnswer(response: Response): Promise<TestAnswer> {
  const text = await response.text();
  if (/\bat .*(?:\.ts|\.js|node:)|node_modules/.test(text)) throw new Error(`a stack trace came out: ${text}`);
  return { status: response.status, headers: response.headers, text, body: text === "" ? undefined : JSON.parse(text) };
}
