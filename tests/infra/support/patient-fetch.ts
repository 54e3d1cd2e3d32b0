import { isRecord } from "@tgcall/protocol";

const closedBeforeAnAnswer = ["UND_ERR_SOCKET", "ECONNRESET", "EPIPE"];
/** As often as Chromium sends a request again; the pool may hold more than one connection that was closed. */
const moreTries = 2;

/**
 * Asks as browsers do: a request that meets a connection which the other side has just closed, without an answer, goes out again
 * (Fetch Standard, HTTP-network fetch; RFC 9113, section 6.8). Node leaves that to whoever asks.
 */
export const patientFetch: typeof fetch = async (...request) => {
  for (let triesLeft = moreTries; ; triesLeft -= 1) {
    try {
      return await fetch(...request);
    } catch (error) {
      if (triesLeft === 0 || !(error instanceof Error) || !wasClosed(error.cause)) throw error;
    }
  }
};

/** Whether the connection was closed for no fault of the request: by TCP, or by an HTTP/2 GOAWAY without an error. */
const wasClosed = (cause: unknown): boolean =>
  isRecord(cause) &&
  (closedBeforeAnAnswer.includes(String(cause["code"])) || /"GOAWAY" frame received with code 0$/.test(String(cause["message"])));
