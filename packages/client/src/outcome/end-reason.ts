import type { EndReason } from "@tgcall/protocol";
import type { EndCause } from "../call-view.ts";

const apiReasons = { call_ended: "ended", kicked: "kicked" } as const;

/** Why the call is over for the page, in the words of reports. */
export function endReasonOf(cause: EndCause): EndReason {
  if (cause.by === "self") return "left";
  if (cause.by === "api") return cause.code === "call_ended" || cause.code === "kicked" ? apiReasons[cause.code] : "refused";
  return cause.reason === "replaced" || cause.reason === "kicked" || cause.reason === "ended" ? cause.reason : "fault";
}
