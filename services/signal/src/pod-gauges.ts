import type { Metrics } from "@tgcall/runtime";

/** What is counted anew whenever the metrics are read. */
export interface PodCounts {
  /** Open connections, those of the diagnostics page included. */
  readonly connections: () => number;
  readonly rooms: () => number;
  readonly peers: () => number;
  readonly ghosts: () => number;
  /** What waits in all connections to be read. */
  readonly bufferedBytes: () => number;
  /** For how long it has drained. */
  readonly drainSeconds: () => number;
  /** Calls of which this pod speaks for all pods: one peer connected, or several. */
  readonly calls: (state: CallState) => number;
}

const callStates = ["waiting", "together"] as const;
export type CallState = (typeof callStates)[number];

/** Declares the gauges of one pod. */
export function createPodGauges(metrics: Metrics, counts: PodCounts): void {
  const { connections, rooms, peers, ghosts, calls, bufferedBytes, drainSeconds } = counts;
  metrics.gauge("tgcall_signal_connections", "WebSocket connections that are open on this pod.", { read: connections });
  metrics.gauge("tgcall_signal_peers", "Peers of calls that are connected to this pod.", { read: peers });
  metrics.gauge("tgcall_signal_rooms", "Calls with a peer on this pod.", { read: rooms });
  metrics.gauge(
    "tgcall_signal_calls",
    "Calls with somebody connected, each counted by one pod alone: waiting for the others, or together.",
    { labels: { state: callStates }, read: ({ state }) => calls(state) },
  );
  metrics.gauge(
    "tgcall_signal_ghost_peers",
    "Peers of all pods, dead ones too, whose lease ran out more than five seconds ago and who are in their call all the same, as this pod last saw it in the store: every pod says the same number.",
    { read: ghosts },
  );
  metrics.gauge(
    "tgcall_signal_buffered_bytes",
    "Bytes that this pod has sent and that wait for peers who read slowly; beyond 1 MiB a connection is closed with 4001.",
    { read: bufferedBytes },
  );
  metrics.gauge("tgcall_signal_drain_seconds", "For how long this pod has drained, in seconds; 0 while it does not.", {
    read: drainSeconds,
  });
}
