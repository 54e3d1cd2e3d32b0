import { type CallId, Problem } from "@tgcall/protocol";
import type { Ports } from "./ports.ts";

/** Ends the call for everybody; ending it again changes nothing. */
export async function endCall({ stores }: Pick<Ports, "stores">, callId: CallId): Promise<void> {
  if (!(await stores.calls.end(callId))) throw new Problem("call_not_found");
}
