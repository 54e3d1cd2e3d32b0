import type { CallView, Invite } from "@tgcall/protocol";
import type { Endpoint } from "../http/endpoint.ts";
import { readAuthorization } from "../http/header-fields.ts";
import { authorizeInitiator, authorizePeer } from "../use-cases/authorize.ts";
import { endCall } from "../use-cases/end-call.ts";
import { invitePeer } from "../use-cases/invite-peer.ts";
import { kickPeer } from "../use-cases/kick-peer.ts";
import { readCall } from "../use-cases/read-call.ts";
import type { Context } from "./context.ts";
import { inviteUrl, iso } from "./links.ts";

/** What is done with a call that exists, by the bearer of one of its join tokens. */
export const manageEndpoints = (context: Context): readonly Endpoint[] => [read(context), invite(context), end(context), kick(context)];

function read({ ports }: Context): Endpoint {
  return {
    method: "GET",
    path: "/api/call/{callId}",
    async answer({ request, param, tell }) {
      const { callId, peerId: readerId } = await authorizePeer(ports, param("callId"), readAuthorization(request, "Bearer"));
      tell("call read", { callId, peerId: readerId });
      const { call, members } = await readCall(ports, callId);
      const view: CallView = {
        callId,
        status: call.status,
        createdAt: iso(call.createdAtMs),
        expiresAt: iso(call.expiresAtMs),
        peers: members.map(({ peerId, role, name, state }) => ({ peerId, role, name, state })),
      };
      return { status: 200, body: view };
    },
  };
}

function invite({ ports, origins, limits, metrics }: Context): Endpoint {
  return {
    method: "POST",
    path: "/api/call/{callId}/invite",
    async answer({ request, param, tell }) {
      const { callId, peerId } = await authorizeInitiator(ports, param("callId"), readAuthorization(request, "Bearer"));
      await limits.take("invite", callId);
      const { code, codeExpiresAtMs } = await invitePeer(ports, callId);
      tell("code issued", { callId, peerId });
      metrics.codesIssued.inc({ occasion: "invite" });
      const invitation: Invite = { code, inviteUrl: inviteUrl(origins.publicOrigin(request), code), codeExpiresAt: iso(codeExpiresAtMs) };
      return { status: 201, body: invitation };
    },
  };
}

function end({ ports, metrics }: Context): Endpoint {
  return {
    method: "POST",
    path: "/api/call/{callId}/end",
    async answer({ request, param, tell }) {
      const { callId, peerId } = await authorizeInitiator(ports, param("callId"), readAuthorization(request, "Bearer"));
      await endCall(ports, callId);
      metrics.callsEnded.inc();
      tell("call ended", { callId, peerId });
      return { status: 204 };
    },
  };
}

function kick({ ports, metrics }: Context): Endpoint {
  return {
    method: "DELETE",
    path: "/api/call/{callId}/peers/{peerId}",
    async answer({ request, param, tell }) {
      const initiator = await authorizeInitiator(ports, param("callId"), readAuthorization(request, "Bearer"));
      await kickPeer(ports, initiator, param("peerId"));
      metrics.kicks.inc();
      tell("peer kicked", { callId: initiator.callId, peerId: initiator.peerId, kickedPeerId: param("peerId") });
      return { status: 204 };
    },
  };
}
