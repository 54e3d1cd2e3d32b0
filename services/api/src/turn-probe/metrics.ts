import type { Metrics } from "@tgcall/runtime";
import { type StunTransport, stunTransports } from "./ask-stun.ts";

const results = ["trusted", "untrusted", "unreachable"] as const;
const stunResults = ["answered", "silent"] as const;
type StunResult = (typeof stunResults)[number];
export type ProbeResult = (typeof results)[number];

/** What a look at the TURN server gave. */
export interface TurnProbeMetrics {
  looked(result: ProbeResult, expiresAtSeconds?: number): void;
  asked(transport: StunTransport, result: StunResult): void;
}

/** Declares what is known of the TURN server from here. */
export function createTurnProbeMetrics(metrics: Metrics): TurnProbeMetrics {
  const probes = metrics.counter(
    "tgcall_turn_probes_total",
    "Looks at the TURN server over TLS, every five minutes: its certificate is trusted, is not (untrusted), or it cannot be reached.",
    { labels: { result: results } },
  );
  const expiry = metrics.gauge(
    "tgcall_turn_certificate_expiry_timestamp_seconds",
    "When the certificate that the TURN server shows over TLS ends, in seconds since 1970; 0 until it has been seen.",
  );
  const questions = metrics.counter(
    "tgcall_turn_questions_total",
    "Questions (STUN) to the TURN server over UDP and TCP, every five minutes: answered, or not within five seconds (silent).",
    { labels: { transport: stunTransports, result: stunResults } },
  );
  return {
    asked: (transport, result) => questions.inc({ transport, result }),
    looked(result, expiresAtSeconds) {
      probes.inc({ result });
      if (expiresAtSeconds !== undefined) expiry.set(expiresAtSeconds);
    },
  };
}
