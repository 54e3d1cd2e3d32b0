import { randomUUID } from "node:crypto";
import type { CallId, Epoch, Instance, OneTimeCode, PeerId, Traceparent } from "@tgcall/protocol";
import type { NewCall } from "../call-store.ts";
import type { Admission, JoinResult, PodId, Stay } from "../roster.ts";
import type { Stores } from "../stores.ts";

const randomId = (): string => randomUUID().replaceAll("-", "").slice(0, 20);

export const newCallId = (): CallId => randomId() as CallId;
export const newPeerId = (): PeerId => randomId() as PeerId;
export const newPodId = (): PodId => randomId().slice(0, 12) as PodId;
export const newInstance = (): Instance => randomUUID() as Instance;
const newEpoch = (): Epoch => randomId() as Epoch;
export const newCode = (): OneTimeCode => randomId().slice(0, 8).toUpperCase() as OneTimeCode;
export const newTraceparent = (): Traceparent => `00-${randomUUID().replaceAll("-", "")}-b7ad6b7169203331-01` as Traceparent;

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;

/** A call for two that lives an hour. */
export function newCall(call: Partial<NewCall> = {}): NewCall {
  const createdAtMs = Date.now();
  const expiresAtMs = createdAtMs + hourMs;
  return { callId: newCallId(), createdAtMs, expiresAtMs, initiator: "42", maxPeers: 2, relayOnly: false, ...call };
}

/** A call that is stored; answers its id. */
export async function createCall({ calls }: Stores, change: Partial<NewCall> = {}): Promise<CallId> {
  const call = newCall(change);
  await calls.create(call);
  return call.callId;
}

/** A new peer at the door of a call, with a ticket of its own. */
export const newAdmission = (callId: CallId, admission: Partial<Admission> = {}): Admission => ({
  callId,
  peerId: newPeerId(),
  role: "participant",
  name: "Ada",
  instance: newInstance(),
  pod: newPodId(),
  proposedEpoch: newEpoch(),
  ticketId: randomUUID(),
  ...admission,
});

/** The same peer and page once more, with a fresh ticket. */
export const again = (admission: Admission, change: Partial<Admission> = {}): Admission => ({
  ...admission,
  proposedEpoch: newEpoch(),
  ticketId: randomUUID(),
  ...change,
});

type Admitted = Extract<JoinResult, { outcome: "admitted" }>;

/** The admission's outcome, or a failed test. */
export function admitted(result: JoinResult): Admitted {
  if (result.outcome !== "admitted") throw new Error(`refused: ${result.outcome}`);
  return result;
}

export const stayOf = ({ callId, peerId }: Admission, { generation }: Admitted): Stay => ({ callId, peerId, generation });
