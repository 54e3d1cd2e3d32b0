import type { Words } from "../texts/t.ts";

/** How a check stands; from `good` to `bad` it is over. */
export type CheckStatus = "waiting" | "running" | "good" | "warning" | "bad";

/** How a check ended, in plain words. */
export interface Verdict {
  readonly status: "good" | "warning" | "bad";
  readonly words: Words;
}

export const good = (words: Words): Verdict => ({ status: "good", words });
export const warning = (words: Words): Verdict => ({ status: "warning", words });
export const bad = (words: Words): Verdict => ({ status: "bad", words });

const order: readonly CheckStatus[] = ["good", "warning", "bad"];

/** The worst of several verdicts; nothing is good. */
export const worst = (verdicts: readonly { readonly status: CheckStatus }[]): Verdict["status"] =>
  verdicts.reduce<Verdict["status"]>(
    (found, { status }) => (status !== "waiting" && status !== "running" && order.indexOf(status) > order.indexOf(found) ? status : found),
    "good",
  );
