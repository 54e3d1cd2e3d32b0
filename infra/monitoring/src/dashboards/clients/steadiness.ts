import type { Row } from "../../dashboard.ts";
import { lines, stack } from "../../panels/lines.ts";
import { quantiles } from "../../panels/quantiles.ts";
import { goodBelow } from "../../panels/steps.ts";

const perCall = (series: string): string =>
  `sum(rate(${series}[$__rate_interval])) / sum(rate(tgcall_client_ends_total[$__rate_interval]))`;

export const steadiness: Row = {
  question: "Do calls hold?",
  panels: [
    lines({
      title: "Reconnects and ICE restarts of a call",
      about: "Signaling connections after the first, and new paths for media; networks that people leave and enter make both.",
      unit: "none",
      queries: {
        reconnects: perCall("tgcall_client_reconnects_total"),
        "ICE restarts": perCall("tgcall_client_ice_restarts_total"),
      },
      width: 12,
    }),
    stack({
      title: "Attempts to bring media back",
      about: "By rung: ICE restarts, those through TURN alone, new connections. `failed` had to be followed by another.",
      unit: "reqps",
      queries: { "{{rung}} {{result}}": "sum by (rung, result) (rate(tgcall_client_recoveries_total[$__rate_interval]))" },
      width: 12,
    }),
    lines({
      title: "Time without signaling",
      about: "The longest in a call that had any; the objective is 3 s for all but one of a hundred. Media goes on meanwhile.",
      unit: "s",
      queries: quantiles("tgcall_client_gap_seconds"),
      steps: goodBelow(3, 20),
      width: 12,
    }),
    lines({
      title: "Messages sent again",
      about:
        "Share of messages between peers that were sent a second time, or came a second time and were dropped; none is lost either way.",
      unit: "percentunit",
      queries: {
        "sent again":
          "sum(rate(tgcall_client_resends_total[$__rate_interval])) / sum(rate(tgcall_client_messages_total[$__rate_interval]))",
        "came again":
          "sum(rate(tgcall_client_duplicates_total[$__rate_interval])) / sum(rate(tgcall_client_messages_total[$__rate_interval]))",
      },
      width: 12,
    }),
  ],
};
