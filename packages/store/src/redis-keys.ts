import { createHash } from "node:crypto";
import type { CallId, OneTimeCode } from "@tgcall/protocol";

const sha256 = (text: string): string => createHash("sha256").update(text).digest("base64url");

/** Every key of TGCall in Redis. What stands in braces picks the cluster slot, so that one script's keys share it. */
export const redisKeys = {
  call: (callId: CallId): string => `call:{${callId}}`,
  peers: (callId: CallId): string => `call:{${callId}}:peers`,
  roster: (callId: CallId): string => `call:{${callId}}:roster`,
  leases: (callId: CallId): string => `call:{${callId}}:leases`,
  kicked: (callId: CallId): string => `call:{${callId}}:kicked`,
  ticket: (callId: CallId, ticketId: string): string => `call:{${callId}}:sig:${ticketId}`,

  code: (code: OneTimeCode): string => `otc:${code}`,
  usedCode: (code: OneTimeCode): string => `idem:{otc:${code}}:used`,
  codeAnswer: (code: OneTimeCode, requestKey: string): string => `idem:{otc:${code}}:${sha256(requestKey)}`,

  claim: (key: string): string => `idem:${sha256(key)}`,
  usedToken: (id: string): string => `used:${id}`,

  leaseIndex: "{leases}:calls",
  lastTick: "{leases}:tick",
  reapHold: "{leases}:hold",
} as const;

/** The keys that every transition of a call names, in the order of `lua/call.lua`. */
export const callKeys = (callId: CallId): readonly [string, string, string, string, string] => [
  redisKeys.call(callId),
  redisKeys.peers(callId),
  redisKeys.roster(callId),
  redisKeys.leases(callId),
  redisKeys.kicked(callId),
];
