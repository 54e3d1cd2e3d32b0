import type { RateRule } from "@tgcall/store";
import type { ApiConfig } from "./config.ts";

/** What is counted: `create_initiator` by initiator, `invite` by call, `report` by peer, all others by client address. */
export const rateRuleNames = ["create_address", "create_initiator", "invite", "resolve", "join", "check", "report"] as const;

export type RateRuleName = (typeof rateRuleNames)[number];

/** The rules by name, from the settings. */
export const rateRules = ({
  RATE_CREATE,
  RATE_RESOLVE,
  RATE_JOIN,
  RATE_CHECK,
  RATE_REPORT,
}: Pick<ApiConfig, "RATE_CREATE" | "RATE_RESOLVE" | "RATE_JOIN" | "RATE_CHECK" | "RATE_REPORT">): Readonly<
  Record<RateRuleName, RateRule>
> => ({
  create_address: { name: "create_address", ...RATE_CREATE },
  create_initiator: { name: "create_initiator", ...RATE_CREATE },
  invite: { name: "invite", ...RATE_CREATE },
  resolve: { name: "resolve", ...RATE_RESOLVE },
  join: { name: "join", ...RATE_JOIN },
  check: { name: "check", ...RATE_CHECK },
  report: { name: "report", ...RATE_REPORT },
});
