import { Problem } from "@tgcall/protocol";
import type { SignedTokens, TokenKind } from "./signed-token.ts";

/** Hears of every token that is signed or shown, for metrics. */
export type OnToken = (kind: "join_token" | "ticket", result: "issued" | "accepted" | "invalid" | "expired") => void;

/** The same tokens, each of which is heard of. */
export const observed = (tokens: SignedTokens, { name, expired }: TokenKind, onToken: OnToken): SignedTokens => ({
  async sign(claims, times) {
    const token = await tokens.sign(claims, times);
    onToken(name, "issued");
    return token;
  },

  async verify(token) {
    try {
      const payload = await tokens.verify(token);
      onToken(name, "accepted");
      return payload;
    } catch (error) {
      onToken(name, error instanceof Problem && error.code === expired ? "expired" : "invalid");
      throw error;
    }
  },
});
