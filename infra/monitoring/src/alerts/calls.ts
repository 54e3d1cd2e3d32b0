import type { AlertGroup } from "../alert.ts";
import { joins, objectives, requests, setups, upgrades } from "../objectives.ts";
import { burnRate } from "./burn-rate.ts";

export const calls: AlertGroup = {
  name: "tgcall-calls",
  alerts: [
    ...burnRate({
      name: "TGCallSetupsFailing",
      events: setups,
      objective: objectives.setup,
      summary: "{{ $value | humanizePercentage }} of the attempts to get into a call failed within {{ $labels.window }}",
      description:
        "People do not get into their call, or are in it and do not hear each other. More fail than the objective of 99.5 % allows.",
    }),
    ...burnRate({
      name: "TGCallRequestsFailing",
      events: requests,
      objective: objectives.requests,
      summary: "{{ $value | humanizePercentage }} of the requests failed within {{ $labels.window }}",
      description:
        "People who create a call, type a code or open a link are told to try again. More fail than the objective of 99.9 % allows.",
    }),
    ...burnRate({
      name: "TGCallJoinsFailing",
      events: joins,
      objective: objectives.joins,
      summary: "{{ $value | humanizePercentage }} of the requests to join a call failed within {{ $labels.window }}",
      description:
        "People with a good link are told to try again, and have no page that could report it. More fail than the objective of 99.9 % allows.",
    }),
    ...burnRate({
      name: "TGCallUpgradesFailing",
      events: upgrades,
      objective: objectives.upgrades,
      summary: "{{ $value | humanizePercentage }} of the WebSocket upgrades were refused by a fault of ours within {{ $labels.window }}",
      description:
        "People wait to get into a call, or to come back into theirs. More upgrades are refused than the objective of 99.5 % allows.",
    }),
  ],
};
