/** Every problem code of TGCall with its HTTP status and its title (RFC 9457). Codes are stable. */
export const problems = {
  bad_request: { status: 400, title: "The request is malformed" },
  unauthorized: { status: 401, title: "Creating calls needs a key" },
  init_data_invalid: { status: 401, title: "Telegram's signature on this request is not valid" },
  token_invalid: { status: 401, title: "The join link is not valid" },
  token_expired: { status: 401, title: "The join link has expired" },
  sig_invalid: { status: 401, title: "The ticket is not valid" },
  sig_expired: { status: 401, title: "The ticket has expired" },
  sig_used: { status: 401, title: "The ticket has been used" },
  forbidden: { status: 403, title: "Only the initiator may do this" },
  origin_forbidden: { status: 403, title: "This origin may not connect" },
  kicked: { status: 403, title: "The initiator removed you from this call" },
  not_found: { status: 404, title: "There is nothing here" },
  call_not_found: { status: 404, title: "There is no such call" },
  code_not_found: { status: 404, title: "This code is unknown, used or expired" },
  peer_not_found: { status: 404, title: "There is no such peer in this call" },
  method_not_allowed: { status: 405, title: "This method is not allowed here" },
  call_full: { status: 409, title: "The call is full" },
  idempotency_conflict: { status: 409, title: "This Idempotency-Key was used with another body" },
  turn_not_configured: { status: 409, title: "Relay-only calls need a TURN server" },
  call_ended: { status: 410, title: "The call has ended" },
  body_too_large: { status: 413, title: "The body is too large" },
  unsupported_media_type: { status: 415, title: "The content type is not supported" },
  upgrade_required: { status: 426, title: "This is a WebSocket endpoint" },
  rate_limited: { status: 429, title: "Too many requests" },
  headers_too_large: { status: 431, title: "The request headers are too large" },
  internal_error: { status: 500, title: "Something went wrong here" },
  store_unavailable: { status: 503, title: "The store cannot be reached, try again" },
  draining: { status: 503, title: "This pod is draining, try again" },
} as const;

export type ProblemCode = keyof typeof problems;

/** The body of every error answer, `application/problem+json`. */
export interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: ProblemCode;
  readonly detail: string;
  readonly instance?: string;
}

/** An expected failure: a stable code, a sentence for people, and what a retry should wait. */
export class Problem extends Error {
  override readonly name = "Problem";
  readonly code: ProblemCode;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ProblemCode, detail: string = problems[code].title, options: { retryAfterSeconds?: number; cause?: unknown } = {}) {
    super(detail, { cause: options.cause });
    this.code = code;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }

  get status(): number {
    return problems[this.code].status;
  }

  toBody(): ProblemBody {
    const { status, title } = problems[this.code];
    return { type: `urn:tgcall:problem:${this.code}`, title, status, code: this.code, detail: this.message };
  }
}

export const isProblemCode = (value: unknown): value is ProblemCode => typeof value === "string" && Object.hasOwn(problems, value);
