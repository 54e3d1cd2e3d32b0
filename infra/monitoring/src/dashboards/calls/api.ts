import type { Row } from "../../dashboard.ts";
import { lines, stack } from "../../panels/lines.ts";
import { quantiles } from "../../panels/quantiles.ts";

export const api: Row = {
  question: "How does the API answer?",
  panels: [
    stack({
      title: "Requests",
      about: "By class of status: 5xx is ours to mend.",
      unit: "reqps",
      queries: { "{{status}}": "sum by (status) (rate(tgcall_api_request_seconds_count[$__rate_interval]))" },
      width: 8,
    }),
    lines({
      title: "Time to answer",
      about: "Of all routes; half of the requests, and all but one of a hundred, were faster.",
      unit: "s",
      queries: quantiles("tgcall_api_request_seconds"),
      width: 8,
    }),
    lines({
      title: "Time to answer by route",
      about: "All but one of a hundred. One slow route is its script in Redis; all of them are Redis, or too few pods.",
      unit: "s",
      queries: {
        "{{route}}": "histogram_quantile(0.99, sum by (route, le) (rate(tgcall_api_request_seconds_bucket[$__rate_interval]))) >= 0",
      },
      width: 8,
    }),
  ],
};
