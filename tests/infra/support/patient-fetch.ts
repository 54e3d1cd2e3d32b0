import { isRecord } from "@tgcall/protocol";

const closedBeforeAnAnswer = ["UND_ERR_SOCKET", "ECONNRESET", "EPIPE"];

/**
 * Asks as browsers do: a request that meets a connection which the other side has just closed, without an answer, goes out once more
 * (Fetch Standard, HTTP-network fetch). Node leaves that to whoever asks.
 */
export const patientFetch: typeof fetch = async (...request) => {
  try {
    return await fetch(...request);
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined;
    if (!isRecord(Object(cause)) || !closedBeforeAnAnswer.includes(String(Object(cause).code))) throw error;
    return await fetch(...request);
  }
};
