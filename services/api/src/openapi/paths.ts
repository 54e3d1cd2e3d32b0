import { answers, answersNothing, bodyProblems, fails } from "./responses.ts";
import { type Schema, schemaRef } from "./schema.ts";

const jsonBody = (schemaName: string): Schema => ({
  required: true,
  content: { "application/json": { schema: schemaRef(schemaName) } },
});

const idempotencyKey: Schema = { $ref: "#/components/parameters/IdempotencyKey" };
const traceparent: Schema = { $ref: "#/components/parameters/traceparent" };
const callIdInPath: Schema = { $ref: "#/components/parameters/CallId" };
const peerIdInPath: Schema = { $ref: "#/components/parameters/PeerId" };
const byJoinToken = [{ joinToken: [] }];
const refusedBearer = ["token_invalid", "token_expired", "forbidden", "kicked", "call_not_found", "store_unavailable"] as const;

/** Every operation of the API, by path and method. */
export const paths = {
  "/api/call/create": {
    post: {
      operationId: "createCall",
      summary: "Create a call, its initiator's link and a one-time code for whom it invites",
      security: [{}, { apiKey: [] }, { telegram: [] }],
      parameters: [idempotencyKey, traceparent],
      requestBody: jsonBody("CreateRequest"),
      responses: {
        ...answers(201, "The call; the same Idempotency-Key and body within 24 h give the same answer.", "CreatedCall"),
        ...fails(
          "unauthorized",
          "init_data_invalid",
          "forbidden",
          "idempotency_conflict",
          "turn_not_configured",
          "rate_limited",
          "store_unavailable",
          ...bodyProblems,
        ),
      },
    },
  },
  "/api/call/resolve": {
    post: {
      operationId: "resolveCode",
      summary: "Exchange a one-time code for a join link",
      parameters: [idempotencyKey, traceparent],
      requestBody: jsonBody("ResolveRequest"),
      responses: {
        ...answers(200, "The link; of any number of simultaneous requests exactly one gets it.", "ResolvedCode"),
        ...fails("code_not_found", "call_ended", "rate_limited", "store_unavailable", ...bodyProblems),
      },
    },
  },
  "/api/join": {
    post: {
      operationId: "joinCall",
      summary: "Exchange a join token for a ticket and ICE servers",
      parameters: [traceparent],
      requestBody: jsonBody("JoinRequest"),
      responses: {
        ...answers(200, "What a peer needs to connect.", "JoinedCall"),
        ...fails(
          "token_invalid",
          "token_expired",
          "kicked",
          "call_not_found",
          "call_full",
          "call_ended",
          "rate_limited",
          "store_unavailable",
          ...bodyProblems,
        ),
      },
    },
  },
  "/api/call/{callId}": {
    get: {
      operationId: "readCall",
      summary: "A call and who is in it",
      security: byJoinToken,
      parameters: [callIdInPath],
      responses: { ...answers(200, "The call; also one that has ended.", "CallView"), ...fails(...refusedBearer) },
    },
  },
  "/api/call/{callId}/end": {
    post: {
      operationId: "endCall",
      summary: "End a call for everybody",
      security: byJoinToken,
      parameters: [callIdInPath],
      responses: { ...answersNothing("The call has ended."), ...fails(...refusedBearer, ...bodyProblems) },
    },
  },
  "/api/call/{callId}/invite": {
    post: {
      operationId: "invitePeer",
      summary: "A further one-time code",
      security: byJoinToken,
      parameters: [callIdInPath],
      responses: {
        ...answers(201, "The code.", "Invite"),
        ...fails(...refusedBearer, "call_ended", "rate_limited", ...bodyProblems),
      },
    },
  },
  "/api/call/{callId}/peers/{peerId}": {
    delete: {
      operationId: "kickPeer",
      summary: "Remove a peer for the life of the call",
      security: byJoinToken,
      parameters: [callIdInPath, peerIdInPath],
      responses: { ...answersNothing("The peer is out and stays out."), ...fails(...refusedBearer, "peer_not_found", ...bodyProblems) },
    },
  },
  "/api/call/{callId}/outcome": {
    post: {
      operationId: "reportOutcome",
      summary: "How setting up, and the call, went for a page; counted, never kept",
      security: byJoinToken,
      parameters: [callIdInPath],
      requestBody: jsonBody("Outcome"),
      responses: {
        ...answersNothing("It is counted."),
        ...fails("token_invalid", "token_expired", "forbidden", "call_not_found", "not_found", "rate_limited", ...bodyProblems),
      },
    },
  },
  "/api/check": {
    post: {
      operationId: "checkConnection",
      summary: "Short-lived TURN credentials and a ticket for an echo connection",
      responses: { ...answers(200, "What the diagnostics page needs.", "CheckGrant"), ...fails("rate_limited", ...bodyProblems) },
    },
  },
  "/api/openapi.json": {
    get: {
      operationId: "describeApi",
      summary: "This document",
      responses: { 200: { description: "OpenAPI 3.1.", content: { "application/json": { schema: { type: "object" } } } }, ...fails() },
    },
  },
  "/api/healthz": {
    get: {
      operationId: "checkHealth",
      summary: "Whether the process answers; it never asks the store",
      responses: { ...answers(200, "It does.", "Health"), ...fails() },
    },
  },
} as const;

/** The path of an operation, as OpenAPI writes it. */
export type ApiPath = keyof typeof paths;
