import type { Row } from "../../dashboard.ts";
import { lines, stack } from "../../panels/lines.ts";
import { total } from "../../panels/stat.ts";
import { goodBelow } from "../../panels/steps.ts";

const p95 = (histogram: string): string =>
  `histogram_quantile(0.95, sum by (route, le) (rate(${histogram}_bucket{route=~"direct|relay"}[$__rate_interval])))`;

export const paths: Row = {
  question: "Which path does media take, and how good is it?",
  panels: [
    stack({
      title: "Paths",
      about: "Of attempts that connected: direct, or through TURN by the transport that its network left open.",
      unit: "reqps",
      queries: { "{{route}} {{transport}}": "sum by (route, transport) (rate(tgcall_client_paths_total[$__rate_interval]))" },
      width: 12,
    }),
    lines({
      title: "Time to get in by path",
      about: "All but one of twenty were faster; the objectives are 2.5 s direct and 3.5 s through TURN.",
      unit: "s",
      queries: {
        "{{route}}":
          'histogram_quantile(0.95, sum by (route, le) (rate(tgcall_client_setup_seconds_bucket{phase="total",route=~"direct|relay"}[$__rate_interval])))',
      },
      steps: goodBelow(2.5, 3.5),
      width: 12,
    }),
    total({
      title: "Through TURN",
      about: "Share of connections in the time that is shown; 10 to 25 % is usual. For a jump see TGCallRelayShareJumped.",
      unit: "percentunit",
      queries: {
        relayed: 'sum(rate(tgcall_client_paths_total{route="relay"}[$__range])) / sum(rate(tgcall_client_paths_total[$__range]))',
      },
      width: 6,
      height: 8,
    }),
    lines({
      title: "Loss by path",
      about: "Share of media packets that did not arrive, all but the worst twentieth of calls; beyond 5 % people notice.",
      unit: "percentunit",
      queries: { "{{route}}": p95("tgcall_client_loss_ratio") },
      steps: goodBelow(0.05, 0.1),
      width: 6,
    }),
    lines({
      title: "Round trip by path",
      about:
        "All but the worst twentieth of calls; beyond 0.3 s people talk into each other. Far above direct: the TURN server is far away.",
      unit: "s",
      queries: { "{{route}}": p95("tgcall_client_round_trip_seconds") },
      steps: goodBelow(0.3, 0.5),
      width: 6,
    }),
    lines({
      title: "Jitter by path",
      about: "How unevenly packets arrive, all but the worst twentieth of calls; beyond 0.03 s speech breaks up.",
      unit: "s",
      queries: { "{{route}}": p95("tgcall_client_jitter_seconds") },
      steps: goodBelow(0.03, 0.1),
      width: 6,
    }),
  ],
};
