import type { Row } from "../../dashboard.ts";
import { lines, stack } from "../../panels/lines.ts";

export const rosters: Row = {
  question: "Do rosters say who is there?",
  panels: [
    lines({
      title: "Ghost peers over time",
      about:
        "In a call five seconds and more after their lease, whichever pod they were on; pods that cannot see the store keep to what they saw.",
      unit: "short",
      queries: { "as {{pod}} sees it": "max by (pod) (tgcall_signal_ghost_peers)" },
      width: 8,
    }),
    stack({
      title: "Renewals of leases",
      about: "`missing` follows a loss of the store and is put back; `failed` is a Redis that does not answer.",
      unit: "reqps",
      queries: { "{{result}}": "sum by (result) (rate(tgcall_signal_renewals_total[$__rate_interval]))" },
      width: 8,
    }),
    lines({
      title: "Reaper",
      about: "Ticks of all pods, about one a second each, and rosters from which somebody was removed.",
      unit: "reqps",
      queries: {
        "ticks {{result}}": "sum by (result) (rate(tgcall_signal_reaps_total[$__rate_interval]))",
        "rosters reaped": "sum(rate(tgcall_signal_reaped_rosters_total[$__rate_interval]))",
      },
      width: 8,
    }),
  ],
};
