import type { Row } from "../../dashboard.ts";
import { lines, stack } from "../../panels/lines.ts";
import { quantiles } from "../../panels/quantiles.ts";
import { goodBelow } from "../../panels/steps.ts";

export const relays: Row = {
  question: "Who needs it, and how well does it serve them?",
  panels: [
    lines({
      title: "Share of calls through TURN",
      about: "Of connections in an hour; a jump means that direct paths fail, see TGCallRelayShareJumped.",
      unit: "percentunit",
      queries: { relayed: 'sum(rate(tgcall_client_paths_total{route="relay"}[1h])) / sum(rate(tgcall_client_paths_total[1h]))' },
      width: 8,
    }),
    stack({
      title: "Relays by transport",
      about: "What the networks of those who need it leave open: `tcp` and `tls` are slower, and better than nothing.",
      unit: "reqps",
      queries: { "{{transport}}": 'sum by (transport) (rate(tgcall_client_paths_total{route="relay"}[$__rate_interval]))' },
      width: 8,
    }),
    lines({
      title: "Time to find a path",
      about: "ICE of calls that went through TURN; the objective for getting in as a whole is 3.5 s.",
      unit: "s",
      queries: quantiles("tgcall_client_setup_seconds", '{phase="ice",route="relay"}'),
      steps: goodBelow(2, 3.5),
      width: 8,
    }),
    lines({
      title: "Loss through TURN",
      about: "By call; far above that of direct paths (Client quality): the server or its network is full.",
      unit: "percentunit",
      queries: quantiles("tgcall_client_loss_ratio", '{route="relay"}'),
      width: 8,
    }),
    lines({
      title: "Round trip through TURN",
      about: "By call; it holds the way over the server, so put that near the people.",
      unit: "s",
      queries: quantiles("tgcall_client_round_trip_seconds", '{route="relay"}'),
      width: 8,
    }),
    lines({
      title: "How long relayed calls last",
      about: "Much shorter than others: relays are given out and carry nothing.",
      unit: "s",
      queries: quantiles("tgcall_client_call_seconds", '{route="relay"}'),
      width: 8,
    }),
  ],
};
