import { peerIdOf } from "@tgcall/auth";
import { type CallId, isCallId, type PeerId, Problem, type Role } from "@tgcall/protocol";
import type { Ports } from "./ports.ts";

/** The bearer of a join token, as a peer of the call that it asks about. */
export interface Bearer {
  readonly callId: CallId;
  readonly peerId: PeerId;
  readonly role: Role;
}

type AuthorizePorts = Pick<Ports, "stores" | "tokens">;

/** Who holds a join token, of whichever call. */
export async function identifyJoiner({ tokens }: Pick<Ports, "tokens">, token: string): Promise<Bearer> {
  const { callId, jti, role } = await tokens.verifyJoinToken(token);
  return { callId, peerId: peerIdOf(callId, jti), role };
}

/** Who holds `token` of the call `callId`, by the token alone: also a peer that was kicked, of a call that is over. */
export async function identifyPeer({ tokens }: Pick<Ports, "tokens">, callId: string, token: string | undefined): Promise<Bearer> {
  if (!isCallId(callId)) throw new Problem("call_not_found");
  if (token === undefined) throw new Problem("token_invalid", "a join token of the call is needed: Authorization: Bearer <token>");
  const bearer = await identifyJoiner({ tokens }, token);
  if (bearer.callId !== callId) throw new Problem("forbidden", "this join token is for another call");
  return bearer;
}

/** As `identifyPeer`; a kicked peer's token works no more. */
export async function authorizePeer(ports: AuthorizePorts, callId: string, token: string | undefined): Promise<Bearer> {
  const bearer = await identifyPeer(ports, callId, token);
  if (await ports.stores.rosters.isKicked(bearer.callId, bearer.peerId)) throw new Problem("kicked");
  return bearer;
}

/** As `authorizePeer`, for what only the initiator may do. */
export async function authorizeInitiator(ports: AuthorizePorts, callId: string, token: string | undefined): Promise<Bearer> {
  const bearer = await authorizePeer(ports, callId, token);
  if (bearer.role !== "initiator") throw new Problem("forbidden");
  return bearer;
}
