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
  let timer: ReturnType<typeof setTimeout> | undefined;
  let peer: RTCPeerConnection | undefined;
  try {
    const trial = connect({ iceServers: [server], iceTransportPolicy: relay ? "relay" : "all" });
    peer = trial;
    const found = new Promise<GatherResult>((resolve) => {
      const end = (foundMs: number | undefined, completed: boolean): void => resolve({ foundMs, errorCodes, completed });
      timer = setTimeout(() => end(undefined, false), limitMs);
      trial.onicecandidateerror = ({ errorCode }) => void errorCodes.push(errorCode);
      trial.onicecandidate = ({ candidate }) => {
        if (candidate === null) end(undefined, true);
        else if (candidate.type === wanted) end(now() - startedAt, true);
      };
    });
    trial.createDataChannel("check");
    await trial.setLocalDescription(await trial.createOffer());
    return await found;
  } catch {
    return { foundMs: undefined, errorCodes, completed: true };
  } finally {
    clearTimeout(timer);
    peer?.close();
  }
}
