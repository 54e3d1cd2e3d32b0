import type { IncomingMessage, ServerResponse } from "node:http";
import { closeHttpServer, createHttpServer, listen } from "./http-server.ts";
import type { Logger } from "./logger.ts";
import type { Metrics } from "./metrics.ts";
import { createReadinessMetric, readinessStatuses } from "./readiness-metric.ts";

/** How a process stands; `degraded` works as well as it can while something that it needs is away. */
export interface Readiness {
  readonly status: (typeof readinessStatuses)[number];
  /** Further facts for people, shown as they are. */
  readonly [fact: string]: unknown;
}

/** What the ops server shows. */
export interface OpsServerOptions {
  readonly port: number;
  readonly host?: string;
  readonly metrics: Metrics;
  /** Asked at each request; must answer at once and never ask the store. */
  readonly readiness: () => Readiness;
  readonly log: Logger;
}

/** A running ops server and the port that it got. */
export interface OpsServer {
  readonly port: number;
  close(): Promise<void>;
}

/** Serves `/healthz`, `/readyz` and `/metrics` for probes and Prometheus; rejects when the port is taken. */
export async function startOpsServer({ port, host, metrics, readiness, log }: OpsServerOptions): Promise<OpsServer> {
  const state = createReadinessMetric(metrics);

  const pages: Readonly<Record<string, () => Promise<Page>>> = {
    "/healthz": async () => json(200, { ...readiness(), status: readiness().status === "degraded" ? "degraded" : "ok" }),
    "/readyz": async () => {
      const now = readiness();
      return json(now.status === "ready" || now.status === "degraded" ? 200 : 503, now);
    },
    "/metrics": async () => {
      const { status } = readiness();
      for (const each of readinessStatuses) state.set({ status: each }, each === status ? 1 : 0);
      return { status: 200, contentType: metrics.registry.contentType, body: await metrics.registry.metrics() };
    },
  };

  const answer = async (request: IncomingMessage): Promise<Page> => {
    const path = (request.url ?? "").replace(/\?.*/s, "");
    const page = Object.hasOwn(pages, path) ? pages[path] : undefined;
    if (page === undefined) return json(404, { status: "not found" });
    if (request.method !== "GET" && request.method !== "HEAD")
      return { ...json(405, { status: "method not allowed" }), allow: "GET, HEAD" };
    return page();
  };

  const server = createHttpServer((request, response) => {
    answer(request).then(
      (page) => send(response, page),
      (error: unknown) => {
        log.error("ops request failed", { error });
        send(response, json(500, { status: "error" }));
      },
    );
  });
  const close = (): Promise<void> => {
    const closed = closeHttpServer(server);
    // Probes and scrapes are asked again elsewhere; nobody waits for them.
    server.closeAllConnections();
    return closed;
  };
  return { port: await listen(server, port, host), close };
}

interface Page {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  readonly allow?: string;
}

const json = (status: number, body: object): Page => ({ status, contentType: "application/json", body: `${JSON.stringify(body)}\n` });

function send(response: ServerResponse, { status, contentType, body, allow }: Page): void {
  const headers = { "content-type": contentType, "cache-control": "no-store", "x-content-type-options": "nosniff" };
  response.writeHead(status, allow === undefined ? headers : { ...headers, allow });
  response.end(response.req.method === "HEAD" ? undefined : body);
}
