import type { CallId, Outcome, PeerId } from "@tgcall/protocol";
import { linkTrace, openSpan, problemAttribute } from "@tgcall/runtime";

/** An attempt that began longer ago is not traced: its trace is no longer looked at, and a page may say anything. */
const longestMs = 3_600_000;

/**
 * Makes a span of a page's attempt to get into its call, and one of each phase. A page says how long ago and how long, never
 * when: whatever it says, its spans lie between the attempt's beginning, an hour ago at most, and `nowMs`. One that failed is
 * traced whatever the sampling.
 */
export function traceSetup(callId: CallId, peerId: PeerId, outcome: Outcome, nowMs: number): void {
  const { setup, traceparent, browser, path } = outcome;
  if (setup === undefined || traceparent === undefined || setup.ageMs > longestMs) return;
  linkTrace(traceparent);
  const beganAtMs = nowMs - setup.ageMs;
  const at = (ms: number): number => Math.min(nowMs, beganAtMs + ms);
  const isFailure = setup.result === "failed" || setup.result === "refused";
  const page = openSpan("page", {
    parent: traceparent,
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
