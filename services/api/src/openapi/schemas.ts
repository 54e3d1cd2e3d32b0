import { limits, problems } from "@tgcall/protocol";
import { outcomeSchemas } from "./outcome-schemas.ts";
import { arrayOf, object, oneOf, type Schema, schemaRef } from "./schema.ts";

const callId = schemaRef("CallId");
const peerId = schemaRef("PeerId");
const role = schemaRef("Role");
const code = schemaRef("OneTimeCode");
const joinToken = schemaRef("Token");
const iceServers = arrayOf(schemaRef("IceServer"));

const time = (description: string): Schema => ({ type: "string", format: "date-time", description });
const url = (description: string): Schema => ({ type: "string", format: "uri", description });
const name: Schema = { type: "string", maxLength: limits.maxNameLength, description: "Shown to the others; no control characters." };
const maxPeers: Schema = { type: "integer", minimum: limits.minPeers, maximum: limits.maxPeers };

/** The words of the API. */
export const schemas: Readonly<Record<string, Schema>> = {
  CallId: { type: "string", pattern: "^[a-z0-9]{16,32}$" },
  PeerId: {
    type: "string",
    pattern: "^[a-z0-9]{16,32}$",
    description: "The same for the same join token: a page that reloads is the same peer.",
  },
  Role: oneOf("initiator", "participant"),
  OneTimeCode: { type: "string", pattern: "^[0-9A-HJKMNP-TV-Z]{8}$", description: "Crockford base32; works once." },
  Traceparent: {
    type: "string",
    pattern: "^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$",
    description: "W3C Trace Context; there only where the service is traced.",
  },
  Token: { type: "string", minLength: 1, maxLength: 4096, description: "A JWT, opaque to clients." },
  IceServer: object(
    { urls: arrayOf({ type: "string" }), username: { type: "string" }, credential: { type: "string" } },
    "username",
    "credential",
  ),
  PeerState: object({
    microphone: { type: "boolean" },
    camera: { type: "boolean" },
    screen: { type: "boolean" },
    hand: { type: "boolean" },
  }),
  CreateRequest: object(
    {
      initiator_telegram_id: { anyOf: [{ type: "string", minLength: 1, maxLength: 64 }, { type: "integer" }] },
      max_peers: { ...maxPeers, description: "At most MAX_PEERS_PER_CALL, which is also the default." },
      relay_only: { type: "boolean", default: false, description: "Peers meet through TURN alone and do not see each other's addresses." },
    },
    "max_peers",
    "relay_only",
  ),
  CreatedCall: object({
    callId,
    code,
    joinUrl: url("Lets the initiator in; the secret stands after #."),
    inviteUrl: url("What the initiator passes on; works once."),
    joinToken,
    expiresAt: time("When the call ends at the latest, and every join token with it."),
    codeExpiresAt: time("When the code stops working."),
  }),
  ResolveRequest: object({
    code: { type: "string", description: "As a person types it: case, - and blanks do not matter.", examples: ["7K2M-9QRS"] },
  }),
  ResolvedCode: object({
    callId,
    joinUrl: url("Lets the participant in."),
    joinToken,
    role: oneOf("participant"),
    expiresAt: time("When the call ends at the latest."),
  }),
  JoinRequest: object({ token: joinToken, name }, "name"),
  JoinedCall: object(
    {
      callId,
      peerId,
      role,
      sig: { type: "string", description: "The ticket for the WebSocket; works once." },
      sigExpiresAt: time("When the ticket stops working."),
      wsUrl: url("Where to connect: <wsUrl>?callId=…&peerId=…&sig=…"),
      iceServers,
      iceExpiresAt: time("When the TURN credentials stop working."),
      maxPeers,
      relayOnly: { type: "boolean" },
      expiresAt: time("When the call ends at the latest."),
      reports: { type: "boolean", description: "Whether the service wants to hear how the call went, by reportOutcome." },
      traceparent: schemaRef("Traceparent"),
    },
    "traceparent",
  ),
  CallView: object({
    callId,
    status: oneOf("created", "active", "ended"),
    createdAt: time("When the call was created."),
    expiresAt: time("When the call ends at the latest."),
    peers: arrayOf(object({ peerId, role, name, state: schemaRef("PeerState") })),
  }),
  Invite: object({ code, inviteUrl: url("What the initiator passes on."), codeExpiresAt: time("When the code stops working.") }),
  CheckGrant: object({
    iceServers,
    sig: { type: "string", description: "Opens an echo connection." },
    wsUrl: url("Where the signal service is."),
  }),
  ...outcomeSchemas,
  Health: object({ status: oneOf("ok") }),
  Problem: object(
    {
      type: { type: "string", pattern: "^urn:tgcall:problem:" },
      title: { type: "string" },
      status: { type: "integer" },
      code: { ...oneOf(...Object.keys(problems)), description: "Stable: what a program decides by." },
      detail: { type: "string" },
      instance: { type: "string", description: "Names this very request; the log has the same id." },
    },
    "instance",
  ),
};
