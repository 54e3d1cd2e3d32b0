import exec from "k6/execution";
import http, { type RefinedResponse } from "k6/http";
import { type CreatedCall, isRecord, type JoinedCall, type ResolvedCode } from "./protocol.ts";
import { target } from "./target.ts";

/** A request that was not answered as hoped. */
export class Refusal extends Error {
  override readonly name = "Refusal";
}

const rates = { create: "RATE_CREATE", resolve: "RATE_RESOLVE", join: "RATE_JOIN" } as const;

type Step = keyof typeof rates;
type Response = RefinedResponse<"text">;

const paths: Readonly<Record<Step, string>> = { create: "/api/call/create", resolve: "/api/call/resolve", join: "/api/join" };

/** The API as one who makes a call uses it; every request is tried once and rejects with a `Refusal`. */
export const api = {
  create: (): Promise<CreatedCall> =>
    post("create", { initiator_telegram_id: "load-test" }, target.apiKey === "" ? {} : { Authorization: `Bearer ${target.apiKey}` }),
  resolve: (code: string): Promise<ResolvedCode> => post("resolve", { code }),
  join: (token: string): Promise<JoinedCall> => post("join", { token }),
};

/** Asks the target once before the load; throws a sentence that says what is missing. */
export function checkTarget(): void {
  const health = http.get(`${target.url}/api/healthz`, { timeout: "10s", responseType: "text" });
  if (health.status !== 200) throw new Error(`TGCall does not answer at ${target.url}: ${reasonOf(health)}`);
}

async function post<T>(step: Step, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<T> {
  const response = await http.asyncRequest("POST", `${target.url}${paths[step]}`, JSON.stringify(body), {
    headers: { "Content-Type": "application/json", ...headers },
    tags: { name: paths[step] },
    timeout: "10s",
    responseType: "text",
  });
  if (response.status === 200 || response.status === 201) return response.json() as unknown as T;
  const reason = reasonOf(response);
  if (response.status === 429)
    exec.test.abort(`${target.url} limits how often one address may ${step}: raise ${rates[step]} there for the test`);
  if (response.status === 401 && step === "create") exec.test.abort(`creating calls at ${target.url} needs a key (API_KEY): ${reason}`);
  throw new Refusal(`${step}: ${reason}`);
}

/** The problem's code, or what else is known of an answer that is none. */
function reasonOf(response: Response): string {
  if (response.status === 0) return response.error;
  try {
    const problem: unknown = response.json();
    if (isRecord(problem) && typeof problem["code"] === "string") return `${response.status} ${problem["code"]}`;
  } catch {
    // Not from the API but from what stands in front of it.
  }
  return String(response.status);
}
