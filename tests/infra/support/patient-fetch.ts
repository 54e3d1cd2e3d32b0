import { isRecord } from "@tgcall/protocol";

const closedBeforeAnAnswer = ["UND_ERR_SOCKET", "ECONNRESET", "EPIPE"];
/** As often as Chromium sends a request again; the pool may hold more than one connection that was closed. */
const moreTries = 2;

/**
 * Asks as browsers do: a request that meets a connection which the other side has just closed, without an answer, goes out again
 * (Fetch Standard, HTTP-network fetch). Node leaves that to whoever asks.
 */
export const patientFetch: typeof fetch = async (...request) => {
  for (let triesLeft = moreTries; ; triesLeft -= 1) {
    try {
      return await fetch(...request);
    } catch (error) {
      const cause = error instanceof Error ? error.cause : undefined;
      if (triesLeft === 0 || !isRecord(cause) || !closedBeforeAnAnswer.includes(String(cause["code"]))) throw error;
    }
  }
};
