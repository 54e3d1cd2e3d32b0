import { type JoinedCall, parseJoinBody } from "@tgcall/protocol";
import { clientKey } from "../http/client-address.ts";
import type { Endpoint } from "../http/endpoint.ts";
import { identifyJoiner } from "../use-cases/authorize.ts";
import { joinCall } from "../use-cases/join-call.ts";
import type { Context } from "./context.ts";
import { iso } from "./links.ts";

/** Exchanges a join token for a ticket. */
export function joinCallEndpoint({ ports, origins, limits, metrics, outcomes }: Context): Endpoint {
  return {
    method: "POST",
    path: "/api/join",
    async answer({ request, body, tell }) {
      const { token, name = "" } = parseJoinBody(body, "");
      const admittance = await metrics.joins(async () => {
        await limits.take("join", clientKey(request.ip));
        const peer = await identifyJoiner(ports, token);
        tell("join refused", { callId: peer.callId, peerId: peer.peerId });
        return joinCall(ports, peer, name);
      });
      const { callId, peerId, role, sig, sigExpiresAtMs, ice, maxPeers, relayOnly, expiresAtMs, traceparent } = admittance;
      tell("join granted", { callId, peerId, role });
      const joined: JoinedCall = {
        callId,
        peerId,
        role,
        sig,
        sigExpiresAt: iso(sigExpiresAtMs),
        wsUrl: origins.wsUrl(request),
        ...ice,
        maxPeers,
        relayOnly,
        expiresAt: iso(expiresAtMs),
        reports: outcomes !== undefined,
        ...(traceparent && { traceparent }),
      };
      return { status: 200, body: joined };
    },
  };
}
