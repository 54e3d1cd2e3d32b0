import { createTokenId, matchesApiKey, verifyInitData } from "@tgcall/auth";
import { Problem } from "@tgcall/protocol";
import type { IdempotencyStore } from "@tgcall/store";
import type { Request } from "express";
import type { ApiConfig } from "../config.ts";
import { digest } from "../use-cases/digest.ts";
import { clientKey } from "./client-address.ts";
import { readAuthorization, readIdempotencyKey } from "./header-fields.ts";

/** Names who asks for a call, so that one's `Idempotency-Key` never meets another's; throws when it may not create any. */
export type IdentifyCreator = (request: Request, initiator: string) => Promise<string>;

type CreatorConfig = Pick<ApiConfig, "CREATE_AUTH" | "API_KEYS" | "TELEGRAM_BOT_TOKEN">;

/** Asks for what `CREATE_AUTH` says: nothing, `Authorization: Bearer <key>`, or `Authorization: tma <initData>` (Telegram's convention). */
export function createIdentifyCreator(config: CreatorConfig, proofs: IdempotencyStore, now: () => number): IdentifyCreator {
  const identify: Readonly<Record<CreatorConfig["CREATE_AUTH"], IdentifyCreator>> = {
    open: async (request) => `address ${clientKey(request.ip)}`,
    "api-key": async (request) => identifyKey(request, config.API_KEYS),
    telegram: (request, initiator) => identifyTelegramUser(request, initiator),
  };
  return identify[config.CREATE_AUTH];

  async function identifyTelegramUser(request: Request, initiator: string): Promise<string> {
    const initData = readAuthorization(request, "tma");
    if (initData === undefined) throw new Problem("init_data_invalid", "signed data is needed: Authorization: tma <initData>");
    const { userId, hash } = verifyInitData({ initData, botToken: config.TELEGRAM_BOT_TOKEN ?? "", nowMs: now() });
    if (userId !== initiator) throw new Problem("forbidden", "initiator_telegram_id is not the signed user's");

    // A proof works once, but for the same Idempotency-Key, which creates nothing twice.
    const use = readIdempotencyKey(request) ?? createTokenId();
    const claimed = await proofs.claim(digest(`init-data ${hash}`), digest(use), "used");
    if (claimed === "conflict") throw new Problem("init_data_invalid", "this signed data has been used");
    return `telegram ${userId}`;
  }
}

function identifyKey(request: Request, keys: readonly string[]): string {
  const key = readAuthorization(request, "Bearer");
  if (key === undefined || !matchesApiKey(key, keys)) throw new Problem("unauthorized", "a key is needed: Authorization: Bearer <key>");
  return `key ${digest(key)}`;
}
