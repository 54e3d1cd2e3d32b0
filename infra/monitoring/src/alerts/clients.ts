import type { AlertGroup } from "../alert.ts";

const lost = 'tgcall_signal_departures_total{reason="lost"}';
const returned = 'tgcall_signal_admissions_total{kind=~"resumed|new_epoch"}';
const moved = 'tgcall_signal_drain_peers_total{step="moved"}';
const count = (series: string, window: string): string => `sum by (namespace) (increase(${series}[${window}]))`;
/** A drain's moves would hide who does not come back. A tenth of them stays in: `increase` is not more exact than that. */
const returnedUnasked = `clamp_min(${count(returned, "10m")} - 0.9 * ${count(moved, "10m")}, 0)`;

const relayed = 'tgcall_client_paths_total{route="relay"}';
const connected = "tgcall_client_paths_total";
const relayShare = (window: string, ago: string): string => {
  const rate = (series: string): string => `sum by (namespace) (rate(${series}[${window}]${ago}))`;
  return `${rate(relayed)} / ${rate(connected)}`;
};

export const clients: AlertGroup = {
  name: "tgcall-clients",
  alerts: [
    {
      name: "TGCallReconnectsFailing",
      severity: "critical",
      expr: `${count(lost, "10m")} / (${count(lost, "10m")} + ${returnedUnasked}) > 0.5\nand\n${count(lost, "10m")} >= 10`,
      for: "2m",
      summary: "{{ $value | humanizePercentage }} of the peers who lost their connection did not come back",
      description:
        "People fall out of calls. Media goes on between those who are connected to each other, but mute, chat and new paths need signaling sooner or later.",
    },
    {
      name: "TGCallRelayShareJumped",
      severity: "warning",
      expr: `(${relayShare("1h", "")}) - (${relayShare("1d", " offset 1h")}) > 0.25\nand\n${count(connected, "1h")} >= 20`,
      for: "15m",
      summary: "The share of calls through TURN rose by {{ $value | humanizePercentage }} against the day before",
      description:
        "Direct paths fail that used to work: UDP is blocked somewhere, or STUN does not answer. Calls go on through TURN, which costs traffic and time.",
    },
  ],
};
