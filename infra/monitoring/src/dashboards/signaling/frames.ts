import type { Row } from "../../dashboard.ts";
import { lines, stack } from "../../panels/lines.ts";
import { goodBelow } from "../../panels/steps.ts";

export const frames: Row = {
  question: "Do frames arrive?",
  panels: [
    stack({
      title: "Frames forwarded",
      about:
        "On the same pod, to another one through Redis, or to nobody. Much `remote`: the proxy does not send the peers of a call to one pod.",
      unit: "reqps",
      queries: { "{{route}}": "sum by (route) (rate(tgcall_signal_forwards_total[$__rate_interval]))" },
      width: 8,
    }),
    lines({
      title: "Time to forward",
      about: "Until the frame is written to the receiver's socket; the objective is 0.15 s for all but one of a hundred.",
      unit: "s",
      queries: {
        "local p99": 'histogram_quantile(0.99, sum by (le) (rate(tgcall_signal_forward_seconds_bucket{route="local"}[$__rate_interval])))',
        "remote p99":
          'histogram_quantile(0.99, sum by (le) (rate(tgcall_signal_forward_seconds_bucket{route="remote"}[$__rate_interval])))',
      },
      steps: goodBelow(0.15, 0.5),
      width: 8,
    }),
    lines({
      title: "Frames that missed their receiver",
      about: "Whose receiver was on no pod, or no longer on the one that the roster named; their senders are told and send them again.",
      unit: "reqps",
      queries: {
        undeliverable: 'sum(rate(tgcall_signal_forwards_total{route="undeliverable"}[$__rate_interval]))',
        bounced: "sum(rate(tgcall_signal_bounces_total[$__rate_interval]))",
      },
      width: 8,
    }),
    stack({
      title: "Bytes from peers",
      about: "By type of frame; `signal` are descriptions and candidates.",
      unit: "Bps",
      queries: { "{{type}}": "sum by (type) (rate(tgcall_signal_received_bytes_total[$__rate_interval]))" },
      width: 8,
    }),
    stack({
      title: "Bytes to peers",
      about: "By type of frame; `welcome` and `roster` grow with the size of calls.",
      unit: "Bps",
      queries: { "{{type}}": "sum by (type) (rate(tgcall_signal_sent_bytes_total[$__rate_interval]))" },
      width: 8,
    }),
    stack({
      title: "Frames answered with an error",
      about: "By its code: `bad_request` is a faulty client, `rate_limited` one that says too much.",
      unit: "reqps",
      queries: { "{{code}}": "sum by (code) (rate(tgcall_signal_errors_total[$__rate_interval]))" },
      width: 8,
    }),
  ],
};
