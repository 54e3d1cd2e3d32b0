import { mkdtempDisposableSync, readFileSync } from "node:fs";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { createIceIssuer, type IceIssuer } from "@tgcall/auth";
import type { IceServer } from "@tgcall/protocol";
import { freePorts } from "@tgcall/store/testing/free-ports";
import { listens } from "./listens.ts";
import { type RunningProgram, startProgram } from "./running-program.ts";
import { type CertificateFiles, trustedCertificate } from "./trusted-certificate.ts";
import type { Credentials } from "./turn-client.ts";
import type { TurnUnderTest } from "./turn-contract.ts";

/** The coturn of compose.yaml, run as the same files say. */
export interface TurnServer extends TurnUnderTest, AsyncDisposable {
  readonly tlsPort: number;
  readonly program: RunningProgram;
  readonly certificate: CertificateFiles;
  readonly configuration: () => string;
}

export const turnSecret = "m4TzX8pQ2vR7nK5wYb9sLc3dFg6hJk1B";

/** The addresses of this machine that others can reach it by, loopback where there is none. */
export function ownAddresses(): readonly [ipv4: string, ipv6: string] {
  const own = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  const outside = (family: string, fallback: string): string =>
    own.find((each) => each.family === family && !each.internal && !each.address.startsWith("fe80:"))?.address ?? fallback;
  return [outside("IPv4", "127.0.0.1"), outside("IPv6", "::1")];
}

/** Starts coturn on loopback and on the address that it relays from; relays come from this machine's own, which may lie in denied ranges. */
export async function startTurnServer(env: Readonly<Record<string, string>> = {}): Promise<TurnServer> {
  const [port = 0, tlsPort = 0] = await freePorts(2);
  const folder = mkdtempDisposableSync(join(tmpdir(), "tgcall-turn-"));
  const certificate = await trustedCertificate();
  const relays = ownAddresses();
  const settings = {
    RUN_FOLDER: folder.path,
    TURN_DOMAIN: "localhost",
    TURN_UDP_PORT: `${port}`,
    TURN_TLS_PORT: `${tlsPort}`,
    TURN_LISTENING_IP: [...new Set(["127.0.0.1", relays[0]])].join(" "),
    TURN_RELAY_IP: relays.join(" "),
    TURN_SECRET: turnSecret,
    TLS_CERTIFICATE: certificate.cert,
    TLS_KEY: certificate.key,
    WATCH_SECONDS: "1",
    ...env,
  };
  const place = { address: "127.0.0.1", port };
  const program = await startProgram(["sh", "infra/coturn/entrypoint.sh"], settings, () => listens(port));
  return {
    place,
    tlsPort,
    relays,
    secret: turnSecret,
    neighbours: [],
    program,
    certificate,
    configuration: () => readFileSync(join(folder.path, "turnserver.conf"), "utf8"),
    async [Symbol.asyncDispose]() {
      await program[Symbol.asyncDispose]();
      certificate[Symbol.dispose]();
      folder[Symbol.dispose]();
    },
  };
}

let peers = 0;

/** What the services would issue to a peer of its own. */
export function issue({ secret = turnSecret, now = Date.now, peerId = `peer${++peers}` }: Issued = {}): Credentials {
  const issuer: IceIssuer = createIceIssuer({ domain: "localhost", secret, ttlSeconds: 600, udpPort: 3478, tlsPort: 5349, now });
  const server = issuer.issue({ callId: "infra", peerId }).iceServers.find((each: IceServer) => each.username !== undefined);
  return { username: server?.username ?? "", credential: server?.credential ?? "" };
}

interface Issued {
  readonly secret?: string;
  readonly now?: () => number;
  readonly peerId?: string;
}
