import type { AlertGroup } from "../alert.ts";

export const abuse: AlertGroup = {
  name: "tgcall-abuse",
  alerts: [
    {
      name: "TGCallCodesGuessed",
      severity: "warning",
      expr: 'sum by (namespace) (increase(tgcall_api_codes_resolved_total{result=~"code_not_found|rate_limited"}[15m])) > 300',
      for: "5m",
      summary: "{{ $value | humanize }} codes were tried in vain within 15 minutes",
      description:
        "Somebody guesses one-time codes. Rate limits hold each address to a few tries, so this comes from many addresses, or from one that the proxy hides.",
    },
  ],
};
