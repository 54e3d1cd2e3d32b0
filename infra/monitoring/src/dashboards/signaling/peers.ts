import type { Row } from "../../dashboard.ts";
import { lines, stack } from "../../panels/lines.ts";
import { quantiles } from "../../panels/quantiles.ts";

export const peers: Row = {
  question: "Do peers get in, and over a drain?",
  panels: [
    stack({
      title: "Upgrades",
      about: "Requests for a WebSocket by what became of them; `admitted` is well, `echo` is the diagnostics page.",
      unit: "reqps",
      queries: { "{{result}}": "sum by (result) (rate(tgcall_signal_upgrades_total[$__rate_interval]))" },
      width: 8,
    }),
    stack({
      title: "Admissions",
      about: "First arrivals, returns with their memory (`resumed`), and returns without, which negotiate anew (`new_epoch`).",
      unit: "reqps",
      queries: { "{{kind}}": "sum by (kind) (rate(tgcall_signal_admissions_total[$__rate_interval]))" },
      width: 8,
    }),
    lines({
      title: "Time until welcome",
      about: "From the request for a WebSocket to the first frame; it holds one script of Redis.",
      unit: "s",
      queries: quantiles("tgcall_signal_upgrade_seconds", '{result="accepted"}'),
      width: 8,
    }),
    stack({
      title: "Peers of draining pods",
      about: "Asked to move, moved, or still there at the end and closed: nobody should be.",
      unit: "short",
      queries: { "{{step}}": "sum by (step) (increase(tgcall_signal_drain_peers_total[$__rate_interval]))" },
      width: 8,
    }),
    stack({
      title: "Ends of connections",
      about: "By close code: 1000 and 1001 are goodbyes, 1006 a cut line, 4000 a drain; docs/protocol.md has the others.",
      unit: "reqps",
      queries: { "{{code}}": "sum by (code) (rate(tgcall_signal_closes_total[$__rate_interval]))" },
      width: 8,
    }),
    stack({
      title: "Ends of memberships",
      about: "`lost` are those whose lease ran out: a browser that went without a word, or a pod that died.",
      unit: "reqps",
      queries: { "{{reason}}": "sum by (reason) (rate(tgcall_signal_departures_total[$__rate_interval]))" },
      width: 8,
    }),
  ],
};
