import type { Row } from "../../dashboard.ts";
import { lines, stack } from "../../panels/lines.ts";
import { quantiles } from "../../panels/quantiles.ts";

export const underWay: Row = {
  question: "What goes on, and how does it end?",
  panels: [
    stack({
      title: "Calls",
      about: "With somebody connected: waiting for the others, or together.",
      unit: "short",
      queries: { "{{state}}": "sum by (state) (tgcall_signal_calls)" },
      width: 6,
    }),
    lines({
      title: "Calls created and ended",
      about: "Most end by the last one leaving; `lost` are those whose last one went without a word.",
      unit: "reqps",
      queries: {
        created: "sum(rate(tgcall_api_calls_created_total[$__rate_interval]))",
        "ended by the initiator": "sum(rate(tgcall_api_calls_ended_total[$__rate_interval]))",
        "the last one {{reason}}": "sum by (reason) (rate(tgcall_signal_calls_emptied_total[$__rate_interval]))",
      },
      width: 6,
    }),
    stack({
      title: "Why calls end",
      about: "As pages report it: `left` and `gone` are people's own doing, `refused` and `fault` the service's.",
      unit: "reqps",
      queries: { "{{reason}}": "sum by (reason) (rate(tgcall_client_ends_total[$__rate_interval]))" },
      width: 6,
    }),
    lines({
      title: "How long calls last",
      about: "From the first media; a fall to seconds is a fault that people run into together.",
      unit: "s",
      queries: quantiles("tgcall_client_call_seconds"),
      width: 6,
    }),
  ],
};
