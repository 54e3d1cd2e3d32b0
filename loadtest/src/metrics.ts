import { Counter, Rate, Trend } from "k6/metrics";

/** What the load test measures beside k6's own metrics; times in milliseconds. */
export const metrics = {
  /** Calls whose every request was answered at the first try and whose peers heard each other within `setUpMs`. */
  setUpSuccess: new Rate("call_setup_success"),
  /** From the first request to the moment that both peers have heard each other. */
  setUpMs: new Trend("call_setup_ms", true),
  /** From one peer's socket to the other's: each frame that arrives, whether it was sent once or again. */
  forwardMs: new Trend("forward_ms", true),
  /** From the acceptance of a message to its effect, outages in between included. */
  deliveryMs: new Trend("delivery_ms", true),
  /** Broken connections that came back, with their membership. */
  reconnectSuccess: new Rate("reconnect_success"),
  /** From the end of a connection to the `welcome` of the next. */
  reconnectMs: new Trend("reconnect_ms", true),
  flaps: new Counter("network_flaps"),
  accepted: new Counter("messages_accepted"),
  /** Said while too many waited for the other peer. */
  refused: new Counter("messages_refused"),
  applied: new Counter("messages_applied"),
  resent: new Counter("messages_resent"),
  /** Accepted, and without effect when the call was over: after `deliverMs` at the latest. */
  lost: new Counter("messages_lost"),
  /** Applied twice, out of turn or altered. */
  wrong: new Counter("messages_wrong"),
  /** Raised when a call begins, lowered when its account is settled. */
  unfinished: new Counter("calls_unfinished"),
} as const;
