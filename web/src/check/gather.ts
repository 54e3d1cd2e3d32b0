import type { GatherResult } from "./ice-verdict.ts";

const limitMs = 8_000;

interface Gathering {
  readonly connect: (configuration: RTCConfiguration) => RTCPeerConnection;
  readonly now: () => number;
}

/** Gathers candidates with this server alone, for at most 8 s; a TURN server is asked for relay candidates only. */
export async function gather(server: RTCIceServer, relay: boolean, { connect, now }: Gathering): Promise<GatherResult> {
  const startedAt = now();
  const errorCodes: number[] = [];
  const wanted = relay ? "relay" : "srflx";
  let hasOpenAddress = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let peer: RTCPeerConnection | undefined;
  try {
    const trial = connect({ iceServers: [server], iceTransportPolicy: relay ? "relay" : "all" });
    peer = trial;
    const tellsErrors = "onicecandidateerror" in trial;
    const found = new Promise<GatherResult>((resolve) => {
      const end = (foundMs: number | undefined, completed: boolean): void => {
        // Silence proves a server only where failures are told, and where no address hides behind a name (mDNS).
        const untranslated = foundMs === undefined && completed && tellsErrors && errorCodes.length === 0 && hasOpenAddress;
        resolve({ foundMs, errorCodes, completed, untranslated });
      };
      timer = setTimeout(() => end(undefined, false), limitMs);
      trial.onicecandidateerror = ({ errorCode }) => void errorCodes.push(errorCode);
      trial.onicecandidate = ({ candidate }) => {
        if (candidate === null) end(undefined, true);
        else if (candidate.type === wanted) end(now() - startedAt, true);
        else if (candidate.type === "host") hasOpenAddress ||= candidate.address?.endsWith(".local") === false;
      };
    });
    trial.createDataChannel("check");
    await trial.setLocalDescription(await trial.createOffer());
    return await found;
  } catch {
    return { foundMs: undefined, errorCodes, completed: true, untranslated: false };
  } finally {
    clearTimeout(timer);
    peer?.close();
  }
}
