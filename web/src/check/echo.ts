import type { EchoResult } from "./socket-verdict.ts";

const rounds = 10;
const limitMs = 8_000;

interface Echoing {
  readonly connect: (url: string, protocols: string[]) => WebSocket;
  readonly now: () => number;
}

/** Opens an echo connection with a check ticket and times ten round trips, for at most 8 s altogether. */
export async function measureEcho(wsUrl: string, sig: string, { connect, now }: Echoing): Promise<EchoResult> {
  let socket: WebSocket;
  try {
    socket = connect(wsUrl, ["tgcall.v1", `tgcall.sig.${sig}`]);
  } catch {
    return { broke: "opening" };
  }
  let timer: ReturnType<typeof setTimeout> | undefined;
  const roundTripsMs: number[] = [];
  let opened = false;
  try {
    return await new Promise<EchoResult>((resolve) => {
      let sentAt = 0;
      const send = (): void => {
        sentAt = now();
        socket.send(JSON.stringify({ type: "ping", id: roundTripsMs.length, revision: 0 }));
      };
      timer = setTimeout(() => resolve({ broke: "timeout" }), limitMs);
      socket.onopen = () => {
        opened = true;
        send();
      };
      socket.onmessage = () => {
        roundTripsMs.push(now() - sentAt);
        if (roundTripsMs.length < rounds) send();
        else resolve({ roundTripsMs });
      };
      socket.onclose = () => resolve({ broke: opened ? "echoing" : "opening" });
    });
  } finally {
    clearTimeout(timer);
    socket.onclose = null;
    socket.close(1000);
  }
}
