import { t } from "../texts/t.ts";
import type { CheckRow } from "./check-row.ts";
import { bad, good, type Verdict, warning, worst } from "./verdict.ts";

/** What all rows together mean for a call; `undefined` while some still run. */
export function summarise(rows: readonly CheckRow[]): Verdict | undefined {
  if (rows.some(({ status }) => status === "waiting" || status === "running")) return undefined;
  const of = (group: CheckRow["group"]): readonly CheckRow[] => rows.filter((row) => row.group === group);
  const [unable] = of("browser").filter(({ status }) => status === "bad");
  if (unable?.words !== undefined) return bad(unable.words);
  if (worst(of("service")) === "bad") return bad(() => t("check.summary.service"));
  const [hesitant] = rows.filter(({ id, status }) => id === "service" && status === "warning");
  if (hesitant?.words !== undefined) return warning(hesitant.words);
  const network = networkSummary(of("network"));
  if (network.status === "bad") return network;
  if (worst(of("devices")) !== "good") return warning(() => t("check.summary.devices"));
  return network;
}

function networkSummary(rows: readonly CheckRow[]): Verdict {
  const relays = rows.filter(({ relay }) => relay);
  if (rows.every(({ server }) => server === undefined)) return warning(() => t("check.summary.noServers"));
  if (relays.some(({ status }) => status === "good")) {
    return worst(rows) === "good" ? good(() => t("check.summary.good")) : good(() => t("check.summary.mostly"));
  }
  if (rows.some(({ status, server }) => status === "good" && server !== undefined)) return warning(() => t("check.summary.noRelay"));
  return bad(() => t("check.summary.network"));
}
