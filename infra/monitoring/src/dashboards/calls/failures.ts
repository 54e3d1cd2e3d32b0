import type { Row } from "../../dashboard.ts";
import { lines, stack } from "../../panels/lines.ts";

export const failures: Row = {
  question: "Where do they fail, or take their time?",
  panels: [
    lines({
      title: "Time of each phase",
      about:
        "All but one of twenty were faster. resolve and join: API and Redis. ws: signal and Redis. description: the way through signal. ice: networks and TURN. media: the browsers.",
      unit: "s",
      queries: {
        "{{phase}}":
          'histogram_quantile(0.95, sum by (phase, le) (rate(tgcall_client_setup_seconds_bucket{phase=~"resolve|join|ws|description|ice|media"}[$__rate_interval])))',
      },
      width: 12,
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
      width: 8,
    }),
    stack({
      title: "Tokens that were shown",
      about: "Join tokens and tickets by result. A wave of `invalid`: a secret differs between services, or somebody forges.",
      unit: "reqps",
      queries: {
        "{{kind}} {{result}}": 'sum by (kind, result) (rate(tgcall_tokens_total{result=~"accepted|invalid|expired"}[$__rate_interval]))',
      },
      width: 8,
    }),
    stack({
      title: "Requests refused as too many",
      about: "By rule. All rules at once for everybody: the services see one address for all, see TRUST_PROXY_HOPS.",
      unit: "reqps",
      queries: { "{{rule}}": "sum by (rule) (rate(tgcall_api_rate_limited_total[$__rate_interval]))" },
      width: 8,
    }),
  ],
};
