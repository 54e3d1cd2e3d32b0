import type { Row } from "../../dashboard.ts";
import { lines, stack } from "../../panels/lines.ts";
import { stat } from "../../panels/stat.ts";
import { goodBelow, goodFrom } from "../../panels/steps.ts";

export const answers: Row = {
  question: "Does Redis answer?",
  panels: [
    stat({
      title: "Probes heard",
      about: "Share of messages that came back through Redis into the inbox of the process that sent them, see TGCallRedisProbeFailing.",
      unit: "percentunit",
      queries: {
        heard:
          'sum(rate(tgcall_redis_probes_total{result="heard"}[$__rate_interval])) / sum(rate(tgcall_redis_probes_total[$__rate_interval]))',
      },
      steps: goodFrom(0.99, 0.9),
      width: 6,
    }),
    stat({
      title: "Processes without Redis",
      about: "They keep calls going and refuse new ones.",
      unit: "short",
      queries: { degraded: 'sum(tgcall_readiness{status="degraded"})' },
      steps: goodBelow(1, 2),
      width: 6,
    }),
    stat({
      title: "Commands that failed",
      about: "Or got no answer within 0.7 s.",
      unit: "reqps",
      queries: { failed: "sum(rate(tgcall_redis_failures_total[$__rate_interval]))" },
      steps: goodBelow(0.1, 1),
      width: 6,
    }),
    stat({
      title: "Time of a command",
      about: "As the services see it, but for the slowest of a hundred.",
      unit: "s",
      queries: { p99: "histogram_quantile(0.99, sum by (le) (rate(tgcall_redis_command_seconds_bucket[$__rate_interval])))" },
      steps: goodBelow(0.05, 0.25),
      width: 6,
    }),
    stack({
      title: "Commands",
      about: "By command or script; `renew` grows with calls, `publish` with frames between pods.",
      unit: "reqps",
      queries: { "{{command}}": "sum by (command) (rate(tgcall_redis_command_seconds_count[$__rate_interval]))" },
      width: 8,
    }),
    lines({
      title: "Time by command",
      about: "Slowest but one of a hundred; all slow together is Redis or the network, one slow script is many peers in one call.",
      unit: "s",
      queries: {
        "{{command}}": "histogram_quantile(0.99, sum by (command, le) (rate(tgcall_redis_command_seconds_bucket[$__rate_interval]))) >= 0",
      },
      width: 8,
    }),
    stack({
      title: "Failures by command",
      about: "Everything at once is an outage; `rate` alone falls back to memory and harms nobody.",
      unit: "reqps",
      queries: { "{{command}}": "sum by (command) (rate(tgcall_redis_failures_total[$__rate_interval]))" },
      width: 8,
    }),
  ],
};
