import type { Metrics } from "./metrics.ts";

const kinds = ["join_token", "ticket"] as const;
const results = ["issued", "accepted", "invalid", "expired"] as const;

/** What the issuers of tokens and of TURN credentials say of their work. */
export interface TrustMetrics {
  readonly onToken: (kind: (typeof kinds)[number], result: (typeof results)[number]) => void;
  readonly onTurnCredentials: () => void;
}

/** Declares what a service counts of the credentials that it issues and checks. */
export function createTrustMetrics(metrics: Metrics): TrustMetrics {
  const tokens = metrics.counter("tgcall_tokens_total", "Join tokens and tickets that were issued, and those that were shown, by result.", {
    labels: { kind: kinds, result: results },
  });
  const credentials = metrics.counter("tgcall_turn_credentials_issued_total", "TURN credentials that were handed to peers.");
  return {
    onToken: (kind, result) => tokens.inc({ kind, result }),
    onTurnCredentials: () => credentials.inc(),
  };
}
