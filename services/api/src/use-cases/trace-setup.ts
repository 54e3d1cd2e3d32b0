import { type Outcome, traceIdOf } from "@tgcall/protocol";
import { currentTraceparent, linkTrace, openSpan, problemAttribute } from "@tgcall/runtime";
import type { Bearer } from "./authorize.ts";
import type { Ports } from "./ports.ts";

interface TracePorts extends Pick<Ports, "now"> {
  readonly stores: Pick<Ports["stores"], "calls">;
}

/** An attempt that began longer ago is not traced: its trace is no longer looked at, and a page may say anything. */
const longestMs = 3_600_000;

/**
 * Makes a span of a page's attempt to get into its call, and one of each phase: in the trace that it names if that is its
 * call's, else in the report's own, which links there. A page says how long ago and how long, never when: whatever it says, its
 * spans lie between the attempt's beginning, an hour ago at most, and now. One that failed is traced whatever the sampling.
 */
export async function traceSetup({ stores, now }: TracePorts, { callId, peerId }: Bearer, outcome: Outcome): Promise<void> {
  const { setup, traceparent, browser, path } = outcome;
  if (setup === undefined || traceparent === undefined || setup.ageMs > longestMs || currentTraceparent() === undefined) return;
  linkTrace(traceparent);
  const call = await stores.calls.read(callId).catch(() => undefined);
  const isOfCall = call?.traceparent !== undefined && traceIdOf(call.traceparent) === traceIdOf(traceparent);
  const nowMs = now();
  const beganAtMs = nowMs - setup.ageMs;
  const at = (ms: number): number => Math.min(nowMs, beganAtMs + ms);
  const isFailure = setup.result === "failed" || setup.result === "refused";
  const page = openSpan("page", {
    parent: isOfCall ? traceparent : undefined,
    startedAtMs: beganAtMs,
    attributes: {
      "tgcall.call.id": callId,
      "tgcall.peer.id": peerId,
      "tgcall.browser": browser,
      "tgcall.setup": setup.result,
      ...(path && { "tgcall.path": `${path.route} ${path.transport}` }),
      ...(isFailure && { [problemAttribute]: `setup_${setup.result}` }),
    },
  });
  page.run(() => {
    for (const { name, startMs, durationMs } of setup.phases)
      openSpan(`page ${name}`, { startedAtMs: at(startMs) }).end({}, at(startMs + durationMs));
  });
  page.end({}, nowMs);
}
