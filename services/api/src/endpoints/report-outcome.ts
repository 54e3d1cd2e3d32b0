import { type Outcome, Problem, parseOutcomeBody, setupMs } from "@tgcall/protocol";
import type { LogFields } from "@tgcall/runtime";
import type { Endpoint } from "../http/endpoint.ts";
import { readAuthorization } from "../http/header-fields.ts";
import { identifyPeer } from "../use-cases/authorize.ts";
import { digest } from "../use-cases/digest.ts";
import { withoutRepetition } from "../use-cases/first-outcome.ts";
import { traceSetup } from "../use-cases/trace-setup.ts";
import type { Context } from "./context.ts";

/**
 * Counts how setting up and the call went for a page. Answers 204 also when the peer was kicked or the call is over, and while
 * the store is away: that is when it matters most.
 */
export function reportOutcomeEndpoint({ ports, limits, outcomes }: Context): Endpoint {
  return {
    method: "POST",
    path: "/api/call/{callId}/outcome",
    async answer({ request, param, body, tell }) {
      if (outcomes === undefined) throw new Problem("not_found", "reports are switched off here");
      const peer = await identifyPeer(ports, param("callId"), readAuthorization(request, "Bearer"));
      const { callId, peerId } = peer;
      const reported = parseOutcomeBody(body, "");
      await limits.take("report", digest(`${callId} ${peerId}`));
      const outcome = await withoutRepetition(ports, peer, reported);
      outcomes.count(outcome);
      tell("outcome reported", { callId, peerId, ...summaryOf(outcome) });
      await traceSetup(ports, peer, outcome);
      return { status: 204 };
    },
  };
}

/** What a log line says of it. */
const summaryOf = ({ browser, path, setup, end }: Outcome): LogFields => ({
  browser,
  media: path === undefined ? undefined : `${path.route} ${path.transport}`,
  result: setup?.result,
  setupMs: setup && setupMs(setup),
  reason: end?.reason,
  talkedMs: end?.talkedMs,
  iceRestarts: end?.iceRestarts,
  reconnects: end?.reconnects,
});
