import { isPeerId, type PeerId } from "./ids.ts";
import { limits } from "./limits.ts";
import { fail, integer, isRecord, matching, optional, type Parse, shape, text } from "./parse.ts";
import { type PeerState, parsePeerStateChange } from "./peer.ts";
import { isTraceparent, type Traceparent } from "./traceparent.ts";

/** What a peer may say to the service. Unknown fields of `signal` travel to the receiver as they are; `hasFrom` warns of a forged sender. */
export type ClientMessage =
  | { readonly type: "signal"; readonly to: PeerId; readonly hasFrom: boolean; readonly traceparent?: Traceparent }
  | { readonly type: "leave" }
  | { readonly type: "ping"; readonly id: number; readonly revision: number }
  | { readonly type: "update"; readonly name?: string; readonly state?: Partial<PeerState> }
  /** A type that this version does not know: answered with `error`, not counted as malformed. */
  | { readonly type: "unknown" };

const parseSignal = shape({ to: matching(isPeerId, "a peer id") });
const parsePing = shape({ id: integer(0, Number.MAX_SAFE_INTEGER), revision: integer(0, Number.MAX_SAFE_INTEGER) });
const parseUpdate = shape({ name: optional(text(0, limits.maxNameLength)), state: optional(parsePeerStateChange) });

const parsers: Readonly<Record<string, Parse<ClientMessage>>> = {
  signal: (value, path) => {
    if (!isRecord(value)) throw fail(path, "must be an object");
    if (value["data"] === undefined) throw fail("data", "is required");
    const signal = { type: "signal", ...parseSignal(value, path), hasFrom: Object.hasOwn(value, "from") } as const;
    // One that is malformed is none (W3C Trace Context §4.3): tracing never stands in a call's way.
    const { traceparent } = value;
    return isTraceparent(traceparent) ? { ...signal, traceparent } : signal;
  },
  leave: () => ({ type: "leave" }),
  ping: (value, path) => ({ type: "ping", ...parsePing(value, path) }),
  update: (value, path) => ({ type: "update", ...parseUpdate(value, path) }),
};

/** Reads the JSON value of a client's frame; throws `Problem("bad_request")` with the reason. */
export function parseClientMessage(value: unknown): ClientMessage {
  if (!isRecord(value)) throw fail("the frame", "must be a JSON object");
  const { type } = value;
  if (typeof type !== "string") throw fail("type", "must be text");
  return Object.hasOwn(parsers, type) ? (parsers[type] as Parse<ClientMessage>)(value, "") : { type: "unknown" };
}
