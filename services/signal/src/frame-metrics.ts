import type { ServerMessage } from "@tgcall/protocol";
import type { Metrics } from "@tgcall/runtime";

const refusals = ["rate_limited", "bad_request", "unknown_type", "store_unavailable", "other"] as const;
const receivedTypes = ["signal", "ping", "update", "leave", "unknown"] as const;
const sentTypes = [
  ...["welcome", "peer-joined", "peer-left", "peer-away", "peer-back", "peer-updated", "roster"],
  ...["signal", "ticket", "reconnect", "error", "pong"],
] as readonly ServerMessage["type"][];
const routes = ["local", "remote", "undeliverable"] as const;
const forwardBuckets = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1];

/** Declares what is counted of frames, in both directions and from peer to peer. */
export function createFrameMetrics(metrics: Metrics) {
  const frames = metrics.counter("tgcall_signal_frames_total", "Well-formed frames from peers by type.", {
    labels: { type: receivedTypes },
  });
  const receivedBytes = metrics.counter("tgcall_signal_received_bytes_total", "Bytes of the well-formed frames from peers by type.", {
    labels: { type: receivedTypes },
  });
  const sentFrames = metrics.counter("tgcall_signal_sent_frames_total", "Frames that were sent to peers by type.", {
    labels: { type: sentTypes },
  });
  const sentBytes = metrics.counter("tgcall_signal_sent_bytes_total", "Bytes of the frames that were sent to peers by type.", {
    labels: { type: sentTypes },
  });
  const errors = metrics.counter("tgcall_signal_errors_total", "Frames that were answered with an error, by its code.", {
    labels: { code: refusals },
  });
  const forwards = metrics.counter("tgcall_signal_forwards_total", "Frames from peer to peer by the way they took.", {
    labels: { route: routes },
  });
  const bounced = metrics.counter(
    "tgcall_signal_bounces_total",
    "Frames that came from another pod for a peer that is not connected here; their senders were told and send them again.",
  );
  const forwardTimes = metrics.histogram(
    "tgcall_signal_forward_seconds",
    "How long frames took to the receiver's socket, in seconds: local from their arrival here; remote from where the sender's pod handed them to Redis, on Redis' clock, right to half a round trip.",
    { labels: { route: ["local", "remote"] }, buckets: forwardBuckets },
  );
  return {
    received(type: (typeof receivedTypes)[number], bytes: number): void {
      frames.inc({ type });
      receivedBytes.inc({ type }, bytes);
    },
    sent(type: ServerMessage["type"], bytes: number): void {
      sentFrames.inc({ type });
      sentBytes.inc({ type }, bytes);
    },
    refused: (code: string) => errors.inc({ code: refusals.find((known) => known === code) ?? "other" }),
    forwarded: (route: (typeof routes)[number]) => forwards.inc({ route }),
    bounced: () => bounced.inc(),
    forwardTook: (route: "local" | "remote", ms: number) => forwardTimes.observe({ route }, ms / 1000),
  };
}
