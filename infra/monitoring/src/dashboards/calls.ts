import { dashboard } from "../dashboard.ts";
import { lines, stack } from "../panels/lines.ts";
import { stat } from "../panels/stat.ts";
import { goodBelow } from "../panels/steps.ts";

export const calls = dashboard({
  name: "calls",
  title: "Calls and SLO",
  about: "Whether calls work, and if not, where they fail.",
  rows: [
    {
      question: "Do people get in?",
      panels: [
        stat({
          title: "Calls created",
          about: "Calls that were granted in the time that is shown.",
          unit: "short",
          queries: { calls: "sum(increase(tgcall_api_calls_created_total[$__range]))" },
          width: 8,
        }),
        stat({
          title: "Calls under way",
          about: "Calls with a peer connected; one whose peers are on two pods counts on both.",
          unit: "short",
          queries: { calls: "sum(tgcall_signal_rooms)" },
          width: 8,
        }),
        stat({
          title: "Requests that failed",
          about: "Share of API requests answered 5xx: nobody's fault but ours.",
          unit: "percentunit",
          queries: {
            failed:
              'sum(rate(tgcall_api_request_seconds_count{status="5xx"}[$__rate_interval])) / sum(rate(tgcall_api_request_seconds_count[$__rate_interval]))',
          },
          steps: goodBelow(0.001, 0.005),
          width: 8,
        }),
        stack({
          title: "Join links used",
          about: "By result. `call_full`, `kicked` and the like are as people wanted it; `failed` is not.",
          unit: "reqps",
          queries: { "{{result}}": "sum by (result) (rate(tgcall_api_joins_total[$__rate_interval]))" },
          width: 12,
        }),
        stack({
          title: "Codes tried",
          about: "By result. Many `code_not_found` without `ok`: somebody guesses, see TGCallCodesGuessed.",
          unit: "reqps",
          queries: { "{{result}}": "sum by (result) (rate(tgcall_api_codes_resolved_total[$__rate_interval]))" },
          width: 12,
        }),
      ],
    },
    {
      question: "How does the API answer?",
      panels: [
        stack({
          title: "Requests",
          about: "By class of status: 5xx is ours to mend.",
          unit: "reqps",
          queries: { "{{status}}": "sum by (status) (rate(tgcall_api_request_seconds_count[$__rate_interval]))" },
          width: 12,
        }),
        lines({
          title: "Time to answer",
          about: "Half of the requests, and all but one of a hundred, were faster.",
          unit: "s",
          queries: {
            p50: "histogram_quantile(0.5, sum by (le) (rate(tgcall_api_request_seconds_bucket[$__rate_interval])))",
            p99: "histogram_quantile(0.99, sum by (le) (rate(tgcall_api_request_seconds_bucket[$__rate_interval])))",
          },
          width: 12,
        }),
      ],
    },
  ],
});
