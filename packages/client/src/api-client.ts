import {
  type CallView as CallSummary,
  type CheckGrant,
  type CreatedCall,
  type Invite,
  isProblemCode,
  isRecord,
  type JoinedCall,
  type Outcome,
  Problem,
  type ResolvedCode,
  type Traceparent,
} from "@tgcall/protocol";

export interface CreateRequest {
  readonly initiator_telegram_id: string | number;
  readonly max_peers?: number;
  readonly relay_only?: boolean;
}

/** The HTTP API as a client sees it; every method rejects with a `Problem`, or `NetworkError` when no answer came. */
export interface ApiClient {
  /** Says who asks by an API key, or by what Telegram signed for the Mini App (`initData`); the key goes first. */
  create(
    request: CreateRequest,
    options?: { readonly apiKey?: string; readonly initData?: string; readonly idempotencyKey?: string },
  ): Promise<CreatedCall>;
  resolve(code: string, options?: { readonly idempotencyKey?: string }): Promise<ResolvedCode>;
  /** `traceparent`: which span the way into the call belongs under, as an earlier answer said. */
  join(token: string, name?: string, options?: { readonly traceparent?: Traceparent | undefined }): Promise<JoinedCall>;
  read(callId: string, token: string): Promise<CallSummary>;
  invite(callId: string, token: string): Promise<Invite>;
  end(callId: string, token: string): Promise<void>;
  kick(callId: string, peerId: string, token: string): Promise<void>;
  check(): Promise<CheckGrant>;
  /** Reports how a call went; the request outlives the page. */
  report(callId: string, token: string, outcome: Outcome): Promise<void>;
}

/** The service did not answer in time, or not at all. */
export class NetworkError extends Error {
  override readonly name = "NetworkError";
}

interface RequestOptions {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Goes on when the page is closed. */
  readonly keepalive?: boolean;
}

const requestTimeoutMs = 10_000;

/** Talks to the API at `baseUrl` (an origin, or empty for the page's own). */
export function createApiClient(baseUrl = "", request: typeof fetch = fetch): ApiClient {
  async function call(method: string, path: string, options: RequestOptions = {}): Promise<unknown> {
    const headers = { ...(options.body === undefined ? {} : { "content-type": "application/json" }), ...options.headers };
    const { keepalive = false } = options;
    const body = options.body === undefined ? null : JSON.stringify(options.body);
    let response: Response;
    try {
      response = await request(`${baseUrl}${path}`, { method, headers, body, keepalive, signal: AbortSignal.timeout(requestTimeoutMs) });
    } catch (cause) {
      throw new NetworkError("no answer from the service", { cause });
    }
    if (response.status === 204) return undefined;
    const answer: unknown = await response.json().catch(() => undefined);
    if (response.ok) return answer;
    throw toProblem(response, answer);
  }
  const post = (path: string, body?: unknown, headers: Record<string, string | undefined> = {}): Promise<unknown> =>
    call("POST", path, { body, headers: defined(headers) });
  const bearer = (token: string | undefined): string | undefined => (token === undefined ? undefined : `Bearer ${token}`);
  const callPath = (callId: string): string => `/api/call/${encodeURIComponent(callId)}`;

  return {
    create: async (body, { apiKey, initData, idempotencyKey } = {}) => {
      const authorization = bearer(apiKey) ?? (initData === undefined ? undefined : `tma ${initData}`);
      return (await post("/api/call/create", body, { authorization, "idempotency-key": idempotencyKey })) as CreatedCall;
    },
    resolve: async (code, { idempotencyKey } = {}) =>
      (await post("/api/call/resolve", { code }, { "idempotency-key": idempotencyKey })) as ResolvedCode,
    join: async (token, name, { traceparent } = {}) =>
      (await post("/api/join", name === undefined ? { token } : { token, name }, { traceparent })) as JoinedCall,
    read: async (callId, token) => (await call("GET", callPath(callId), { headers: { authorization: `Bearer ${token}` } })) as CallSummary,
    invite: async (callId, token) => (await post(`${callPath(callId)}/invite`, undefined, { authorization: bearer(token) })) as Invite,
    end: async (callId, token) => void (await post(`${callPath(callId)}/end`, undefined, { authorization: bearer(token) })),
    kick: async (callId, peerId, token) =>
      void (await call("DELETE", `${callPath(callId)}/peers/${encodeURIComponent(peerId)}`, {
        headers: { authorization: `Bearer ${token}` },
      })),
    report: async (callId, token, outcome) =>
      void (await call("POST", `${callPath(callId)}/outcome`, {
        headers: { authorization: `Bearer ${token}` },
        body: outcome,
        keepalive: true,
      })),
    check: async () => (await post("/api/check")) as CheckGrant,
  };
}

const defined = (headers: Record<string, string | undefined>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined));

function toProblem(response: Response, answer: unknown): Error {
  if (!isRecord(answer) || !isProblemCode(answer["code"])) return new NetworkError(`the service answered ${response.status}`);
  const retryAfter = Number(response.headers.get("retry-after"));
  return new Problem(answer["code"], String(answer["detail"]), retryAfter > 0 ? { retryAfterSeconds: retryAfter } : {});
}
