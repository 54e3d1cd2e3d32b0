import type { Row } from "../../dashboard.ts";
import { lines, stack } from "../../panels/lines.ts";

export const load: Row = {
  question: "What does coturn carry? (its own metrics, with coturn.metrics.enabled)",
  panels: [
    stack({
      title: "Relays that are open",
      about: "By the transport of their peers. Falls to nothing where a draining pod may end.",
      unit: "short",
      queries: { "{{type}}": "sum by (type) (turn_total_allocations)" },
      width: 8,
    }),
    lines({
      title: "Bytes of relays that ended",
      about: "coturn counts a relay when it ends: a long call comes as one peak.",
      unit: "Bps",
      queries: {
        "from peers": "sum(rate(turn_total_traffic_rcvb[$__rate_interval]))",
        "to peers": "sum(rate(turn_total_traffic_sentb[$__rate_interval]))",
      },
      width: 8,
    }),
    lines({
      title: "Requests without credentials",
      about: "The first of each client over UDP is one. `unanswered` are more a second than coturn tells so: somebody floods it.",
      unit: "reqps",
      queries: {
        all: "sum(rate(turn_unauthenticated_401_requests[$__rate_interval]))",
        unanswered: "sum(rate(turn_unauthenticated_401_dropped_responses[$__rate_interval]))",
      },
      width: 8,
    }),
  ],
};
