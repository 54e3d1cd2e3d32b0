import type { AlertGroup } from "../alert.ts";

export const signaling: AlertGroup = {
  name: "tgcall-signaling",
  alerts: [
    {
      name: "TGCallNoSignalPodReady",
      severity: "critical",
      expr: 'absent(tgcall_readiness{job="signal",status=~"ready|degraded"} == 1)',
      for: "1m",
      summary: "No signal pod accepts peers",
      description: "Nobody can join a call or come back into one; calls that are under way go on for as long as their media flows.",
    },
    {
      name: "TGCallGhostPeers",
      severity: "warning",
      expr: "max by (namespace) (tgcall_signal_ghost_peers) > 0",
      for: "5m",
      summary: "{{ $value }} peers are shown in calls and are not there",
      description: "People see somebody in their call who left, and a call of two looks full to whoever wants to come back.",
    },
  ],
};
