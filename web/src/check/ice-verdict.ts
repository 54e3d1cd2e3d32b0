import { type PlainKey, t } from "../texts/t.ts";
import { bad, good, type Verdict, warning } from "./verdict.ts";

/** What gathering with one server alone brought. */
export interface GatherResult {
  /** Milliseconds until the candidate that proves the server works; `undefined` when none came. */
  readonly foundMs: number | undefined;
  /** Codes of `icecandidateerror` (RFC 8656 §18, 701 for "cannot be reached"). */
  readonly errorCodes: readonly number[];
  /** Whether gathering ended by itself within the limit. */
  readonly completed: boolean;
  /**
   * Whether the server was heard all the same: what it saw was an address of this device, which browsers do not repeat
   * (RFC 8445 §5.1.3).
   */
  readonly untranslated: boolean;
}

const errorKeys: ReadonlyMap<number, PlainKey> = new Map([
  [300, "check.ice.error.300"],
  [400, "check.ice.error.400"],
  [401, "check.ice.error.401"],
  [403, "check.ice.error.403"],
  [437, "check.ice.error.437"],
  [438, "check.ice.error.438"],
  [441, "check.ice.error.401"],
  [442, "check.ice.error.442"],
  [486, "check.ice.error.486"],
  [508, "check.ice.error.508"],
  [600, "check.ice.error.600"],
  [701, "check.ice.error.701"],
]);

const isRelay = (url: string): boolean => /^turns?:/i.test(url);

/** Whether one STUN or TURN address does its work from here. */
export function iceVerdict(url: string, { foundMs, errorCodes, completed, untranslated }: GatherResult): Verdict {
  if (foundMs !== undefined) {
    const ms = Math.round(foundMs);
    return good(() => (isRelay(url) ? t("check.ice.turnGood", { ms }) : t("check.ice.stunGood", { ms })));
  }
  const code = errorCodes.findLast((known) => known !== 701) ?? errorCodes.at(-1);
  if (code !== undefined) {
    const key = errorKeys.get(code);
    return bad(() => (key === undefined ? t("check.ice.error.other", { code }) : t(key)));
  }
  if (!completed) return bad(() => t("check.ice.timeout"));
  if (isRelay(url)) return bad(() => t("check.ice.turnNothing"));
  return untranslated ? good(() => t("check.ice.stunSame")) : warning(() => t("check.ice.stunNothing"));
}

/** How an address is named in a row: `TURN over TLS · turn.example:5349`. */
export function iceTitle(url: string): string {
  const [scheme = "", rest = ""] = url.split(/:(.*)/s);
  const [address = "", query = ""] = rest.split("?");
  const transport = /transport=tcp/i.test(query) ? "TCP" : "UDP";
  const kind = scheme.toLowerCase() === "stun" ? "STUN" : scheme.toLowerCase() === "turns" ? "TURN TLS" : `TURN ${transport}`;
  return `${kind} · ${address}`;
}
