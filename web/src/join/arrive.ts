import type { ApiClient } from "@tgcall/client";
import type { JoinedCall } from "@tgcall/protocol";
import type { JoinMemory, JoinRecord } from "./join-record.ts";
import { claimsSecret, readFragment } from "./link-secret.ts";

/** When a code was exchanged, in milliseconds of `performance.now`. */
interface Resolved {
  readonly resolved?: { readonly startedAtMs: number; readonly endedAtMs: number };
}

/** Where a page load leads. */
export type Arrival = Resolved & Destination;

type Destination =
  /** Nothing says which call. */
  | { readonly to: "nowhere" }
  /** This tab was in the call before a reload. */
  | { readonly to: "call"; readonly record: JoinRecord }
  | { readonly to: "lobby"; readonly record: JoinRecord; readonly joined: JoinedCall };

interface Arriving {
  readonly api: Pick<ApiClient, "resolve" | "join">;
  readonly memory: JoinMemory;
  readonly randomId: () => string;
}

/** Takes the secret of the link into the tab's memory; from then on the address needs none. */
export function takeSecret(fragment: string, { memory, randomId }: Omit<Arriving, "api">): "taken" | "wrong" | "none" {
  const secret = readFragment(fragment);
  if (secret === undefined) return claimsSecret(fragment) ? "wrong" : "none";
  const known = memory.record();
  if (secret.type === "token") {
    if (known?.token !== secret.token) memory.keep({ token: secret.token });
    memory.await(undefined);
  } else if (known?.code === secret.code) {
    memory.await(undefined);
  } else if (memory.pending()?.code !== secret.code) {
    memory.await({ code: secret.code, idempotencyKey: randomId() });
  }
  return "taken";
}

/** Finds the way into the call that the tab's memory names; rejects with the api's problem. */
export async function arrive({ api, memory }: Omit<Arriving, "randomId">): Promise<Arrival> {
  const { record, ...resolved } = await knownRecord(api, memory);
  if (record === undefined) return { to: "nowhere" };
  if (record.inCall === true) return { to: "call", record };
  const joined = await api.join(record.token);
  const known = { ...record, callId: joined.callId };
  memory.keep(known);
  return { to: "lobby", record: known, joined, ...resolved };
}

async function knownRecord(api: Arriving["api"], memory: JoinMemory): Promise<Resolved & { readonly record: JoinRecord | undefined }> {
  const pending = memory.pending();
  if (pending === undefined) return { record: memory.record() };
  const startedAtMs = performance.now();
  const { joinToken } = await api.resolve(pending.code, { idempotencyKey: pending.idempotencyKey });
  const resolved = { startedAtMs, endedAtMs: performance.now() };
  const record = { token: joinToken, code: pending.code };
  memory.keep(record);
  memory.await(undefined);
  return { record, resolved };
}
