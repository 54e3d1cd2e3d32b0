import type { IceIssuer, Tokens } from "@tgcall/auth";
import { Problem } from "@tgcall/protocol";
import type { Logger, Metrics, Origins } from "@tgcall/runtime";
import type { Stores } from "@tgcall/store";
import express, { type Express } from "express";
import type { ApiConfig } from "./config.ts";
import type { Context } from "./endpoints/context.ts";
import { createCallEndpoint } from "./endpoints/create-call.ts";
import { joinCallEndpoint } from "./endpoints/join-call.ts";
import { manageEndpoints } from "./endpoints/manage-endpoints.ts";
import { reportOutcomeEndpoint } from "./endpoints/report-outcome.ts";
import { resolveCodeEndpoint } from "./endpoints/resolve-code.ts";
import { serviceEndpoints } from "./endpoints/service-endpoints.ts";
import { answerProblems } from "./http/answer-problems.ts";
import { guardBrowsers } from "./http/guard-browsers.ts";
import { createIdentifyCreator } from "./http/identify-creator.ts";
import { createRateLimits } from "./http/limit-rate.ts";
import { mountEndpoints } from "./http/mount-endpoints.ts";
import { observe } from "./http/observe.ts";
import { createApiMetrics } from "./metrics.ts";
import { apiPaths, openApiDocument } from "./openapi/document.ts";
import { createOutcomeMetrics } from "./outcome-metrics.ts";
import { rateRules } from "./rate-rules.ts";
import type { Ports } from "./use-cases/ports.ts";

export { openApiDocument };

/** What the api service is put together from; `now` gives Unix milliseconds. */
export interface AppOptions {
  readonly config: ApiConfig;
  readonly stores: Pick<Stores, "calls" | "codes" | "idempotency" | "rates" | "rosters" | "usedTokens">;
  readonly tokens: Tokens;
  readonly ice: IceIssuer;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly origins: Origins;
  readonly now?: () => number;
}

/** The api service as a handler for any HTTP server, for paths under `/api`; it owns nothing that must be closed. */
export function createApp({ config, stores, tokens, ice, log, metrics: registry, origins, now = Date.now }: AppOptions): {
  readonly handler: Express;
} {
  const metrics = createApiMetrics(registry, apiPaths());
  const ports: Ports = { stores, tokens, ice, terms: termsOf(config), now };
  const limits = createRateLimits(stores.rates, rateRules(config), metrics);
  const identifyCreator = createIdentifyCreator(config, stores.idempotency, now);
  const outcomeMetrics = createOutcomeMetrics(registry);
  const outcomes = config.CLIENT_REPORTS === "accept" ? outcomeMetrics : undefined;
  const context: Context = { ports, origins, limits, metrics, identifyCreator, outcomes };

  const app = express().disable("x-powered-by").disable("etag").enable("case sensitive routing");
  app.set("query parser", "simple").set("trust proxy", config.TRUST_PROXY_HOPS);
  app.use(observe(log, metrics), guardBrowsers(origins));
  const gettingIn = [createCallEndpoint(context), resolveCodeEndpoint(context), joinCallEndpoint(context)];
  mountEndpoints(app, [...gettingIn, ...manageEndpoints(context), reportOutcomeEndpoint(context), ...serviceEndpoints(context)]);
  app.use(() => {
    throw new Problem("not_found");
  });
  app.use(answerProblems(log));
  return { handler: app };
}

const termsOf = (config: ApiConfig): Ports["terms"] => ({
  callTtlMs: config.CALL_TTL_SECONDS * 1000,
  codeTtlMs: config.CODE_TTL_SECONDS * 1000,
  joinTokenTtlMs: config.JOIN_TOKEN_TTL_SECONDS * 1000,
  maxPeersPerCall: config.MAX_PEERS_PER_CALL,
});
