import { type CallId, type Invite, isCallId, isRecord } from "@tgcall/protocol";
import { readJson, type Shelf } from "../app/shelf.ts";

/** What this tab knows of the call that it is in, or about to enter. */
export interface JoinRecord {
  readonly token: string;
  /** The code that gave the token: the same link again means the same call. */
  readonly code?: string;
  readonly callId?: CallId;
  /** Whether a reload goes straight back into the call. */
  readonly inCall?: boolean;
  readonly microphone?: boolean;
  readonly camera?: boolean;
  /** What the initiator last passed on. */
  readonly invite?: Invite;
}

/** A code on its way to a token; its key makes a repeated exchange give the same answer. */
export interface PendingCode {
  readonly code: string;
  readonly idempotencyKey: string;
}

/** Keeps the record and the pending code over a reload. */
export interface JoinMemory {
  record(): JoinRecord | undefined;
  keep(record: JoinRecord): boolean;
  /** Changes the record, if there is one. */
  note(change: Partial<JoinRecord>): void;
  pending(): PendingCode | undefined;
  await(pending: PendingCode | undefined): void;
}

/** The memory of one tab. */
export function joinMemory(shelf: Shelf): JoinMemory {
  const keep = (record: JoinRecord): boolean => shelf.set("join", JSON.stringify(record));
  const record = (): JoinRecord | undefined => readRecord(readJson(shelf, "join"));
  return {
    record,
    keep,
    note: (change) => {
      const known = record();
      if (known !== undefined) keep({ ...known, ...change });
    },
    pending: () => readPending(readJson(shelf, "code")),
    await: (pending) => void shelf.set("code", pending && JSON.stringify(pending)),
  };
}

function readRecord(value: unknown): JoinRecord | undefined {
  if (!isRecord(value) || typeof value["token"] !== "string") return undefined;
  const { token, code, callId, inCall, microphone, camera, invite } = value;
  return {
    token,
    ...(typeof code === "string" && { code }),
    ...(isCallId(callId) && { callId }),
    ...(typeof inCall === "boolean" && { inCall }),
    ...(typeof microphone === "boolean" && { microphone }),
    ...(typeof camera === "boolean" && { camera }),
    ...(isInvite(invite) && { invite }),
  };
}

function readPending(value: unknown): PendingCode | undefined {
  if (!isRecord(value)) return undefined;
  const { code, idempotencyKey } = value;
  return typeof code === "string" && typeof idempotencyKey === "string" ? { code, idempotencyKey } : undefined;
}

const isInvite = (value: unknown): value is Invite =>
  isRecord(value) && [value["code"], value["inviteUrl"], value["codeExpiresAt"]].every((field) => typeof field === "string");
