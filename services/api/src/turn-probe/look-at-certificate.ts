import { once } from "node:events";
import { isIP } from "node:net";
import { connect } from "node:tls";

/** The certificate that a TURN server shows over TLS. */
export interface SeenCertificate {
  /** When it ends, in seconds since 1970. */
  readonly expiresAtSeconds: number;
  /** Whether this machine would trust it under that name, as browsers would have to. */
  readonly isTrusted: boolean;
}

const limitMs = 5_000;

/** Shakes hands with the server and hangs up; rejects when it cannot be reached within five seconds. */
export async function lookAtCertificate(host: string, port: number): Promise<SeenCertificate> {
  // What has expired is to be seen as well.
  const socket = connect({ host, port, ...(isIP(host) === 0 ? { servername: host } : {}), rejectUnauthorized: false });
  try {
    await once(socket, "secureConnect", { signal: AbortSignal.timeout(limitMs) });
    const { valid_to: validTo } = socket.getPeerCertificate();
    return { expiresAtSeconds: Date.parse(validTo) / 1_000, isTrusted: socket.authorized };
  } finally {
    socket.destroy();
  }
}
