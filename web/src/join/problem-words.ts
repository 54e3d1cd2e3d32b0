import { t } from "../texts/t.ts";
import type { Failure } from "./failure.ts";

/** What a failed request means to the person, in one or two sentences, with the wait where the service names one. */
export function problemWords({ code, retryAfterSeconds }: Failure): string {
  const words = `${t(`reason.${code}.title`)}. ${t(`reason.${code}.text`)}`;
  return retryAfterSeconds === undefined ? words : `${words} ${t("reason.wait", { count: Math.ceil(retryAfterSeconds) })}`;
}
