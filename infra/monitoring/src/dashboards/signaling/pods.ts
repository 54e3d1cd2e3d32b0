import type { Row } from "../../dashboard.ts";
import { lines } from "../../panels/lines.ts";
import { quantiles } from "../../panels/quantiles.ts";
import { stat } from "../../panels/stat.ts";
import { goodBelow, goodFrom } from "../../panels/steps.ts";

export const pods: Row = {
  question: "Are the pods well?",
  panels: [
    stat({
      title: "Ready pods",
      about: "Signal pods that accept peers, those that miss their Redis included. With a single one, its end cuts everybody for seconds.",
      unit: "short",
      queries: { pods: 'sum(tgcall_readiness{job="signal",status=~"ready|degraded"})' },
      steps: goodFrom(2, 1),
      width: 6,
    }),
    stat({
      title: "Draining pods",
      about: "Pods that hand their peers over to others; a rollout passes within minutes.",
      unit: "short",
      queries: { pods: 'sum(tgcall_readiness{job="signal",status="draining"})' },
      width: 6,
    }),
    stat({
      title: "Connections",
      about: "Open WebSockets, those of the diagnostics page included.",
      unit: "short",
      queries: { connections: "sum(tgcall_signal_connections)" },
      width: 6,
    }),
    stat({
      title: "Ghost peers",
      about: "Peers of living and dead pods that should have left their call by now; more than a moment is a fault, see TGCallGhostPeers.",
      unit: "short",
      queries: { ghosts: "max(tgcall_signal_ghost_peers)" },
      steps: goodBelow(1, 10),
      width: 6,
    }),
    lines({
      title: "Connections by pod",
      about: "Those of a draining pod fall to nothing while the others' rise.",
      unit: "short",
      queries: { "{{pod}}": "sum by (pod) (tgcall_signal_connections)" },
      width: 8,
    }),
    lines({
      title: "Event loop lag by pod",
      about: "How late pods come to their work, but for one of a hundred turns; beyond 0.1 s they are overloaded: add pods.",
      unit: "s",
      queries: { "{{pod}}": 'max by (pod) (tgcall_nodejs_eventloop_lag_p99_seconds{job="signal"})' },
      steps: goodBelow(0.1, 0.5),
      width: 8,
    }),
    lines({
      title: "Memory by pod",
      about: "What the processes hold; it follows the number of connections, about 10 KB each.",
      unit: "bytes",
      queries: { "{{pod}}": 'max by (pod) (tgcall_process_resident_memory_bytes{job="signal"})' },
      width: 8,
    }),
    lines({
      title: "Time to answer a ping",
      about:
        "From pod to browser and back; half of the answers, and all but one of a hundred, were faster. All at once: the network of the pods.",
      unit: "s",
      queries: quantiles("tgcall_signal_round_trip_seconds"),
      width: 8,
    }),
    lines({
      title: "Bytes that wait for slow readers",
      about: "Sent and not taken yet, by pod; a connection for which 1 MiB waits is closed with 4001.",
      unit: "bytes",
      queries: { "{{pod}}": "sum by (pod) (tgcall_signal_buffered_bytes)" },
      width: 8,
    }),
    lines({
      title: "Draining for",
      about: "How long pods have been handing over their peers; at DRAIN_SECONDS whoever is left is closed.",
      unit: "s",
      queries: { "{{pod}}": "max by (pod) (tgcall_signal_drain_seconds)" },
      width: 8,
    }),
  ],
};
