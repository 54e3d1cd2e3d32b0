import { type Traceparent, traceIdOf } from "@tgcall/protocol";
import { currentTraceparent, linkTrace } from "@tgcall/runtime";
import type { Call } from "@tgcall/store";

/** How long after its creation a call's trace takes in whoever enters: a trace is about setting a call up, not about its life. */
const setUpMs = 3_600_000;

/**
 * Which span a peer's way into the call belongs under: the request's own, or the one that created the call where the request
 * came without a trace. Whoever comes back, or late, has a trace of its own that links to the call's. `undefined` without tracing.
 */
export function followTrace({ traceparent: creation, createdAtMs }: Call, isBack: boolean, nowMs: number): Traceparent | undefined {
  const own = currentTraceparent();
  if (own === undefined || creation === undefined || traceIdOf(own) === traceIdOf(creation)) return own;
  linkTrace(creation);
  return isBack || nowMs - createdAtMs > setUpMs ? own : creation;
}
