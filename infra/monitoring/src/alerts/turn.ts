import type { AlertGroup } from "../alert.ts";

const left = "min by (namespace) (tgcall_turn_certificate_expiry_timestamp_seconds > 0) - time()";

export const turn: AlertGroup = {
  name: "tgcall-turn",
  alerts: [
    {
      name: "TGCallTurnCertificateExpiring",
      severity: "warning",
      expr: `${left} < 14 * 86400`,
      for: "1h",
      summary: "The TURN server's certificate ends in {{ $value | humanizeDuration }}",
      description: "Once it has ended, TURN over TLS fails: people behind strict firewalls no longer get into calls.",
    },
    {
      name: "TGCallTurnCertificateExpiring",
      severity: "critical",
      expr: `${left} < 3 * 86400`,
      for: "1h",
      summary: "The TURN server's certificate ends in {{ $value | humanizeDuration }}",
      description: "Once it has ended, TURN over TLS fails: people behind strict firewalls no longer get into calls.",
    },
    {
      name: "TGCallTurnUnreachable",
      severity: "critical",
      expr: 'sum by (namespace) (increase(tgcall_turn_probes_total{result=~"trusted|untrusted"}[15m])) == 0\nand\nsum by (namespace) (increase(tgcall_turn_probes_total[15m])) > 0',
      for: "5m",
      summary: "The TURN server does not answer over TLS",
      description: "People behind strict firewalls do not get into calls, and others lose theirs when their path changes.",
    },
  ],
};
