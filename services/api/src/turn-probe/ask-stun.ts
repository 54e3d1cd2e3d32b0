import { randomBytes } from "node:crypto";
import { createSocket } from "node:dgram";
import { lookup } from "node:dns/promises";
import { once } from "node:events";
import { connect } from "node:net";

export const stunTransports = ["udp", "tcp"] as const;
export type StunTransport = (typeof stunTransports)[number];

const limitMs = 5_000;
const againMs = 1_000;
const magicCookie = [0x21, 0x12, 0xa4, 0x42];
const bindingSuccess = 0x0101;

/** Asks a STUN or TURN server for our own address (RFC 8489); rejects when no answer came within five seconds. */
export async function askStun(transport: StunTransport, host: string, port: number): Promise<void> {
  const request = Buffer.from([0, 1, 0, 0, ...magicCookie, ...randomBytes(12)]);
  const signal = AbortSignal.timeout(limitMs);
  const answer = await (transport === "udp" ? askByUdp(host, port, request, signal) : askByTcp(host, port, request, signal));
  const isOurs = answer.length >= 20 && answer.subarray(4, 20).equals(request.subarray(4));
  if (!isOurs || answer.readUInt16BE(0) !== bindingSuccess) throw new Error("the answer is no STUN");
}

async function askByUdp(host: string, port: number, request: Buffer, signal: AbortSignal): Promise<Buffer> {
  const { address, family } = await lookup(host);
  const socket = createSocket(family === 6 ? "udp6" : "udp4");
  // Connected, so that a port that is closed is known at once.
  socket.connect(port, address);
  const asking = setInterval(() => socket.send(request), againMs);
  try {
    await once(socket, "connect", { signal });
    socket.send(request);
    const [answer] = await once(socket, "message", { signal });
    return answer;
  } finally {
    clearInterval(asking);
    socket.close();
  }
}

async function askByTcp(host: string, port: number, request: Buffer, signal: AbortSignal): Promise<Buffer> {
  const socket = connect({ host, port });
  try {
    await once(socket, "connect", { signal });
    socket.write(request);
    const [answer] = await once(socket, "data", { signal });
    return answer;
  } finally {
    socket.destroy();
  }
}
