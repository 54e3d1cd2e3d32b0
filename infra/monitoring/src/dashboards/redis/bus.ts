import type { Row } from "../../dashboard.ts";
import { lines, stack } from "../../panels/lines.ts";
import { quantiles } from "../../panels/quantiles.ts";

export const bus: Row = {
  question: "Does the bus between pods carry?",
  panels: [
    lines({
      title: "Through Redis and back",
      about: "Time of probes from a process into its own inbox: what a frame to another pod takes at least.",
      unit: "s",
      queries: quantiles("tgcall_redis_probe_seconds"),
      width: 8,
    }),
    stack({
      title: "Probes",
      about: "`lost` were sent and not heard: a subscription that looks alive and is not is then opened anew.",
      unit: "reqps",
      queries: { "{{result}}": "sum by (result) (rate(tgcall_redis_probes_total[$__rate_interval]))" },
      width: 8,
    }),
    stack({
      title: "Messages dropped",
      about: "`overflow` and `unsent` follow an outage of Redis; clients send theirs again.",
      unit: "reqps",
      queries: { "{{cause}}": "sum by (cause) (rate(tgcall_bus_dropped_total[$__rate_interval]))" },
      width: 8,
    }),
  ],
};
