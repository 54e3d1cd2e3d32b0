import { type ApiClient, type Call, openCall } from "@tgcall/client";
import type { CallEntry } from "../join/join-flow.ts";
import { browserFamily } from "../media/browser-family.ts";

/** Joins a call under a name; the devices are sent once they are open. How it went is reported where the service asks for it. */
export const openNamed = (api: ApiClient, { token, name, resolved, traceparent }: CallEntry): Call =>
  openCall({
    api,
    token,
    name,
    traceparent,
    report: {
      browser: browserFamily(navigator.userAgent),
      resolved,
      // A report that is lost is nobody's trouble.
      send: (callId, outcome) => void api.report(callId, token, outcome).catch(() => {}),
    },
  });
