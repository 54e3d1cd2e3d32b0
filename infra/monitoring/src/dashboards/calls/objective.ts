import type { Row } from "../../dashboard.ts";
import { failing, objectives, requests, setups } from "../../objectives.ts";
import { lines, stack } from "../../panels/lines.ts";
import { total } from "../../panels/stat.ts";
import { goodBelow, goodFrom } from "../../panels/steps.ts";

const budget = 1 - objectives.setup;

export const objective: Row = {
  question: "Do calls work?",
  panels: [
    total({
      title: "Set-ups that succeeded",
      about:
        "Attempts that ended with media, of those for which a peer was there, in the time that is shown. The objective is 99.5 %, see TGCallSetupsFailing.",
      unit: "percentunit",
      queries: { succeeded: `1 - ${failing(setups, "$__range")}` },
      steps: goodFrom(objectives.setup, 0.98),
      width: 6,
    }),
    total({
      title: "Error budget that is left",
      about: "Of what the objective allows to fail in 30 days; below zero it was missed.",
      unit: "percentunit",
      queries: { left: `1 - (${failing(setups, "30d")}) / ${budget.toPrecision(3)}` },
      steps: goodFrom(0.25, 0),
      width: 6,
    }),
    total({
      title: "Time to get in",
      about:
        "What the machines took until media came, waiting for each other left out; all but one of twenty were faster. The objective is 2.5 s on a direct path.",
      unit: "s",
      queries: {
        p95: 'histogram_quantile(0.95, sum by (le) (rate(tgcall_client_setup_seconds_bucket{phase="total"}[$__range])))',
      },
      steps: goodBelow(2.5, 5),
      width: 6,
    }),
    total({
      title: "Requests that failed",
      about: "Share of the API's requests answered 5xx: nobody's fault but ours, see TGCallRequestsFailing.",
      unit: "percentunit",
      queries: { failed: failing(requests, "$__range") },
      steps: goodBelow(1 - objectives.requests, 0.01),
      width: 6,
    }),
    stack({
      title: "Attempts to get in",
      about:
        "`failed`: a peer was there and no media came. `alone`: nobody came. `refused`: the service let nobody in, mostly links that are over.",
      unit: "reqps",
      queries: { "{{result}}": "sum by (result) (rate(tgcall_client_setups_total[$__rate_interval]))" },
      width: 12,
    }),
    lines({
      title: "How fast the error budget goes",
      about: "1 uses it up in exactly 30 days; 14.4 in two, which calls somebody.",
      unit: "none",
      queries: Object.fromEntries(["1h", "6h", "3d"].map((window) => [window, `(${failing(setups, window)}) / ${budget.toPrecision(3)}`])),
      steps: goodBelow(1, 14.4),
      width: 12,
    }),
  ],
};
