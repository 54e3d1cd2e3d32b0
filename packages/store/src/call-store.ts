import type { CallId, CallStatus, Traceparent } from "@tgcall/protocol";

/** A call as it is stored. Times are Unix milliseconds. */
export interface Call {
  readonly callId: CallId;
  readonly status: CallStatus;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  readonly expiresAtMs: number;
  /** The Telegram id of who created it. */
  readonly initiator: string;
  readonly maxPeers: number;
  readonly relayOnly: boolean;
  /** The span that created it, where that was traced; a store that lost everything gets it back from nobody. */
  readonly traceparent?: Traceparent | undefined;
}

export type NewCall = Omit<Call, "status" | "updatedAtMs">;

/** Which calls exist, and how they stand. Every method rejects with `store_unavailable` within a second when the store is away. */
export interface CallStore {
  /** Writes the call unless its id is taken: repeating the same creation changes nothing. */
  create(call: NewCall): Promise<void>;
  /** The call until its end of life; an ended call stays readable till then. */
  read(callId: CallId): Promise<Call | undefined>;
  /** Ends the call and its memberships in one step and tells every pod that has one; `false` when there is no such call. Idempotent. */
  end(callId: CallId): Promise<boolean>;
}
