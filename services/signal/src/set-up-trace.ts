import { isSampled, type Traceparent, traceIdOf } from "@tgcall/protocol";
import { openSpan } from "@tgcall/runtime";
import type { Envelope, Stay } from "@tgcall/store";

/** Frames of one connection that may be traced: what setting up media to seven others takes, twice over. */
const maxFrames = 128;

/** The trace of one peer's way into its call: takes in the frames that name it, and no other trace, up to a bound. */
export class SetUpTrace {
  /** Of the trace, sampled or not; `undefined` where the ticket names none. */
  readonly id: string | undefined;
  readonly #stay: Stay;
  readonly #traceparent: Traceparent | undefined;
  #left = maxFrames;

  /** `traceparent` as the ticket has it, which no client can forge. */
  constructor(stay: Stay, traceparent: Traceparent | undefined) {
    this.id = traceparent && traceIdOf(traceparent);
    this.#stay = stay;
    this.#traceparent = traceparent !== undefined && isSampled(traceparent) ? traceparent : undefined;
  }

  /** Forwards a frame, as a step of the trace if the frame names a span of it; `forward` is told the step. */
  forward<Route extends string | undefined>(named: Traceparent | undefined, forward: (step?: Traceparent) => Route): Route {
    if (named === undefined || !this.#takes(named)) return forward();
    const { callId, peerId } = this.#stay;
    const step = openSpan("forward", { kind: "producer", parent: named });
    const route = step.run(() => forward(step.traceparent));
    step.end({ "tgcall.call.id": callId, "tgcall.peer.id": peerId, "tgcall.route": route ?? "undeliverable" });
    return route;
  }

  #takes(named: Traceparent): boolean {
    if (this.#traceparent === undefined || this.#left === 0) return false;
    if (traceIdOf(named) !== traceIdOf(this.#traceparent) || !isSampled(named)) return false;
    this.#left -= 1;
    return true;
  }
}

/** Delivers what came from another pod, after the `ageMs` it was on its way, as two steps of the trace that it names, if any. */
export function deliverTraced(envelope: Envelope, ageMs: number | undefined, deliver: () => void): void {
  if (envelope.type !== "frame" || envelope.traceparent === undefined) {
    deliver();
    return;
  }
  const { traceparent, callId, to } = envelope;
  const attributes = { "tgcall.call.id": callId, "tgcall.peer.id": to };
  const way = ageMs === undefined ? undefined : openSpan("bus", { parent: traceparent, startedAtMs: Date.now() - ageMs, attributes });
  way?.end();
  const step = openSpan("deliver", { kind: "consumer", parent: way?.traceparent ?? traceparent, attributes });
  step.run(deliver);
  step.end();
}
