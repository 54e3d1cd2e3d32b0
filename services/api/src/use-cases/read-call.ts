import { type CallId, Problem } from "@tgcall/protocol";
import type { Call, Roster } from "@tgcall/store";
import type { Ports } from "./ports.ts";

/** A call and who is in it; also one that has ended, until its end of life. */
export async function readCall({ stores }: Pick<Ports, "stores">, callId: CallId): Promise<{ call: Call; members: Roster["members"] }> {
  const [call, roster] = await Promise.all([stores.calls.read(callId), stores.rosters.read(callId)]);
  if (call === undefined) throw new Problem("call_not_found");
  return { call, members: roster?.members ?? [] };
}
