import type { Outcome } from "@tgcall/protocol";
import type { Bearer } from "./authorize.ts";
import { digest } from "./digest.ts";
import type { Ports } from "./ports.ts";

/**
 * The outcome, without its set-up where the peer has reported the same result before: alerts count results, and no peer is to
 * raise one alone. While the store is away every report is believed.
 */
export async function withoutRepetition({ stores, terms }: Ports, { callId, peerId }: Bearer, outcome: Outcome): Promise<Outcome> {
  const { setup, ...others } = outcome;
  if (setup === undefined) return outcome;
  const id = digest(`setup ${callId} ${peerId} ${setup.result}`);
  const isFirst = await stores.usedTokens.burn(id, terms.joinTokenTtlMs / 1000).catch(() => true);
  return isFirst ? outcome : others;
}
