import type { Row } from "../../dashboard.ts";
import { lines, stack } from "../../panels/lines.ts";

const p95 = (histogram: string): string =>
  `histogram_quantile(0.95, sum by (browser, le) (rate(${histogram}_bucket[$__rate_interval]))) >= 0`;

export const browsers: Row = {
  question: "Which browsers have trouble?",
  panels: [
    stack({
      title: "Attempts by browser",
      about: "All attempts to get in, whatever became of them.",
      unit: "reqps",
      queries: { "{{browser}}": "sum by (browser) (rate(tgcall_client_setups_total[$__rate_interval]))" },
      width: 6,
    }),
    lines({
      title: "Failures by browser",
      about: "Share of attempts with a peer there that ended without media. One browser alone: an update of it broke something.",
      unit: "percentunit",
      queries: {
        "{{browser}}":
          'sum by (browser) (rate(tgcall_client_setups_total{result="failed"}[$__rate_interval])) / sum by (browser) (rate(tgcall_client_setups_total{result=~"connected|failed"}[$__rate_interval])) >= 0',
      },
      width: 6,
    }),
    lines({
      title: "Loss by browser",
      about: "All but the worst twentieth of calls. Phones have more of it than desks.",
      unit: "percentunit",
      queries: { "{{browser}}": p95("tgcall_client_loss_ratio") },
      width: 6,
    }),
    lines({
      title: "Round trip by browser",
      about: "All but the worst twentieth of calls. Phones have longer ones than desks.",
      unit: "s",
      queries: { "{{browser}}": p95("tgcall_client_round_trip_seconds") },
      width: 6,
    }),
  ],
};
