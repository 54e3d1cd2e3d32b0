import type { AlertGroup } from "../alert.ts";
import { objectives, requests, setups } from "../objectives.ts";
import { burnRate } from "./burn-rate.ts";

export const calls: AlertGroup = {
  name: "tgcall-calls",
  alerts: [
    ...burnRate({
      name: "TGCallSetupsFailing",
      events: setups,
      objective: objectives.setup,
      summary: "{{ $value | humanizePercentage }} of the attempts to get into a call failed within {{ $labels.window }}",
      description: "Two people are in a call and do not hear each other. More fail than the objective of 99.5 % allows.",
    }),
    ...burnRate({
      name: "TGCallRequestsFailing",
      events: requests,
      objective: objectives.requests,
      summary: "{{ $value | humanizePercentage }} of the requests failed within {{ $labels.window }}",
      description:
        "People who create a call, type a code or open a link are told to try again. More fail than the objective of 99.9 % allows.",
    }),
  ],
};
