import { type CreatedCall, parseCreateBody } from "@tgcall/protocol";
import { clientKey } from "../http/client-address.ts";
import type { Endpoint } from "../http/endpoint.ts";
import { readIdempotencyKey } from "../http/header-fields.ts";
import { createCall } from "../use-cases/create-call.ts";
import { digest } from "../use-cases/digest.ts";
import type { Context } from "./context.ts";
import { inviteUrl, iso, joinUrl } from "./links.ts";

/** Creates a call for whom `CREATE_AUTH` lets. */
export function createCallEndpoint({ ports, origins, limits, metrics, identifyCreator }: Context): Endpoint {
  const parse = parseCreateBody(ports.terms.maxPeersPerCall);

  return {
    method: "POST",
    path: "/api/call/create",
    async answer({ request, body, tell }) {
      const {
        initiator_telegram_id: initiator,
        max_peers: maxPeers = ports.terms.maxPeersPerCall,
        relay_only: relayOnly = false,
      } = parse(body, "");
      const key = readIdempotencyKey(request);
      await limits.take("create_address", clientKey(request.ip));
      const creator = await identifyCreator(request, initiator);
      await limits.take("create_initiator", digest(initiator));

      const requestKey = key === undefined ? undefined : digest(`create ${creator} ${key}`);
      const call = await createCall(ports, { initiator, maxPeers, relayOnly, requestKey });
      metrics.callsCreated.inc();
      metrics.codesIssued.inc({ occasion: "create" });
      tell("call created", { callId: call.callId });
      const origin = origins.publicOrigin(request);
      const created: CreatedCall = {
        callId: call.callId,
        code: call.code,
        joinUrl: joinUrl(origin, call.joinToken),
        inviteUrl: inviteUrl(origin, call.code),
        joinToken: call.joinToken,
        expiresAt: iso(call.expiresAtMs),
        codeExpiresAt: iso(call.codeExpiresAtMs),
      };
      return { status: 201, body: created, headers: { Location: `/api/call/${call.callId}` } };
    },
  };
}
