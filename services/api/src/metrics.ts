import { isRecord } from "@tgcall/protocol";
import { type Counter, type Metrics, requestBuckets } from "@tgcall/runtime";
import { rateRuleNames } from "./rate-rules.ts";

const statusClasses = ["2xx", "4xx", "5xx"] as const;
const resolveResults = ["ok", "code_not_found", "call_ended", "rate_limited", "failed"] as const;
const joinResults = [
  "ok",
  "token_invalid",
  "token_expired",
  "kicked",
  "call_not_found",
  "call_ended",
  "call_full",
  "rate_limited",
  "failed",
] as const;

export type ApiMetrics = ReturnType<typeof createApiMetrics>;

/** What the api service counts; `routes` are the patterns of its endpoints. */
export const createApiMetrics = (metrics: Metrics, routes: readonly string[]) => ({
  requestSeconds: metrics.histogram("tgcall_api_request_seconds", "How long requests took, by route and class of status.", {
    labels: { route: [...routes, "unmatched"], status: statusClasses },
    buckets: requestBuckets,
  }),
  callsCreated: metrics.counter("tgcall_api_calls_created_total", "Requests for a call that were granted, repeated ones included."),
  codesResolved: countResults(
    resolveResults,
    metrics.counter("tgcall_api_codes_resolved_total", "Tries of one-time codes, by result.", { labels: { result: resolveResults } }),
  ),
  joins: countResults(
    joinResults,
    metrics.counter("tgcall_api_joins_total", "Join links used, by result.", { labels: { result: joinResults } }),
  ),
  codesIssued: metrics.counter(
    "tgcall_api_codes_issued_total",
    "One-time codes that were issued, with a new call or for a further invitation.",
    {
      labels: { occasion: ["create", "invite"] },
    },
  ),
  callsEnded: metrics.counter(
    "tgcall_api_calls_ended_total",
    "Requests of initiators to end their call that were granted, repeated ones included.",
  ),
  kicks: metrics.counter("tgcall_api_kicks_total", "Peers that the initiator removed from a call."),
  rateLimited: metrics.counter("tgcall_api_rate_limited_total", "Requests refused as too many, by rule.", {
    labels: { rule: rateRuleNames },
  }),
});

/** `2xx`, `4xx` or `5xx`; there are no others here. */
export const statusClassOf = (status: number): (typeof statusClasses)[number] => (status < 400 ? "2xx" : status < 500 ? "4xx" : "5xx");

/** Does the work and counts how it ended: `ok`, the code of its problem when that is one of `results`, or `failed`. */
type CountResult = <T>(work: () => Promise<T>) => Promise<T>;

function countResults<const Result extends string>(
  results: readonly Result[],
  counter: Counter<{ readonly result: readonly (Result | "ok" | "failed")[] }>,
): CountResult {
  const resultOf = (error: unknown): Result | "failed" => results.find((result) => isRecord(error) && error["code"] === result) ?? "failed";

  return async (work) => {
    try {
      const answer = await work();
      counter.inc({ result: "ok" });
      return answer;
    } catch (error) {
      counter.inc({ result: resultOf(error) });
      throw error;
    }
  };
}
