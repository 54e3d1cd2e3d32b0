import type { AlertGroup } from "../alert.ts";

export const redis: AlertGroup = {
  name: "tgcall-redis",
  alerts: [
    {
      name: "TGCallRedisProbeFailing",
      severity: "critical",
      expr: 'sum by (namespace) (rate(tgcall_redis_probes_total{result=~"lost|failed"}[2m])) / sum by (namespace) (rate(tgcall_redis_probes_total[2m])) > 0.1',
      for: "1m",
      summary: "{{ $value | humanizePercentage }} of the messages sent through Redis did not come back",
      description: "Frames between pods get lost, or Redis is away: nobody can create or join a call. Calls that are under way go on.",
    },
  ],
};
