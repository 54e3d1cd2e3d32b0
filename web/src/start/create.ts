import type { ApiClient } from "@tgcall/client";
import { type CreatedCall, Problem } from "@tgcall/protocol";
import type { JoinMemory } from "../join/join-record.ts";
import type { ApiKeyMemory } from "./api-key.ts";
import type { TelegramLaunch } from "./telegram-launch.ts";

/** What one click on "Start a call" asks for; a retry of the same click keeps the idempotency key. */
export interface CreateIntent {
  readonly idempotencyKey: string;
  readonly relayOnly: boolean;
}

interface Creating {
  readonly api: Pick<ApiClient, "create">;
  readonly keys: ApiKeyMemory;
  /** Who this browser is outside Telegram. */
  readonly initiator: string;
  readonly launch?: TelegramLaunch | undefined;
}

/** The api wants a key: none was given yet, or the given one was not accepted. */
export type Created = { readonly created: CreatedCall } | { readonly keyWanted: "first" | "again" };

/** Creates a call; rejects with the api's other problems. A key that is refused is forgotten. */
export async function createCall(intent: CreateIntent, { api, keys, initiator, launch }: Creating): Promise<Created> {
  const apiKey = keys.read();
  const body = { initiator_telegram_id: launch?.userId ?? initiator, ...(intent.relayOnly && { relay_only: true }) };
  const proof = { ...(apiKey !== undefined && { apiKey }), ...(launch !== undefined && { initData: launch.initData }) };
  try {
    const created = await api.create(body, { idempotencyKey: intent.idempotencyKey, ...proof });
    return { created };
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== "unauthorized") throw error;
    keys.forget();
    return { keyWanted: apiKey === undefined ? "first" : "again" };
  }
}

/** Notes the call for the join page of this tab and answers the address to go to; the secret is in it only if the tab cannot remember. */
export function enterCreated({ joinToken, callId, code, inviteUrl, codeExpiresAt }: CreatedCall, memory: JoinMemory): string {
  memory.await(undefined);
  const kept = memory.keep({ token: joinToken, callId, invite: { code, inviteUrl, codeExpiresAt } });
  return kept ? "/join" : `/join#token=${encodeURIComponent(joinToken)}`;
}
