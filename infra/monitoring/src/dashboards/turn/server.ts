import type { Row } from "../../dashboard.ts";
import { lines, stack } from "../../panels/lines.ts";
import { stat, total } from "../../panels/stat.ts";
import { goodBelow, goodFrom } from "../../panels/steps.ts";

export const server: Row = {
  question: "Is the TURN server there?",
  panels: [
    stat({
      title: "Certificate ends in",
      about: "What the server shows over TLS now; see TGCallTurnCertificateExpiring.",
      unit: "s",
      queries: { left: "min(tgcall_turn_certificate_expiry_timestamp_seconds > 0) - time()" },
      steps: goodFrom(14 * 86_400, 3 * 86_400),
      width: 8,
    }),
    stat({
      title: "Looks that failed",
      about: "Within 15 minutes; each api process looks every five, from where it runs. All of them: see TGCallTurnUnreachable.",
      unit: "short",
      queries: { failed: 'sum(increase(tgcall_turn_probes_total{result="unreachable"}[15m]))' },
      steps: goodBelow(1, 3),
      width: 8,
    }),
    total({
      title: "Credentials handed out",
      about: "In the time that is shown; each peer gets them when it joins, and again before they end.",
      unit: "short",
      queries: { credentials: "sum(increase(tgcall_turn_credentials_issued_total[$__range]))" },
      width: 8,
    }),
    stack({
      title: "Looks at the server",
      about: "`untrusted`: browsers refuse TURN over TLS, for the certificate is for another name, has ended, or vouches for itself.",
      unit: "short",
      queries: { "{{result}}": "sum by (result) (increase(tgcall_turn_probes_total[15m]))" },
      width: 8,
    }),
    stack({
      title: "Questions to the server",
      about: "Asked by UDP and TCP from where the api runs; `silent` by one alone: its port is closed on the way.",
      unit: "short",
      queries: { "{{transport}} {{result}}": "sum by (transport, result) (increase(tgcall_turn_questions_total[15m]))" },
      width: 8,
    }),
    lines({
      title: "Credentials",
      about: "By who hands them out: the API to those who join, signal to those who stay.",
      unit: "reqps",
      queries: { "{{job}}": "sum by (job) (rate(tgcall_turn_credentials_issued_total[$__rate_interval]))" },
      width: 8,
    }),
  ],
};
