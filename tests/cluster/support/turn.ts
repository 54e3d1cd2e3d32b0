import { createIceIssuer } from "@tgcall/auth";
import type { Credentials, Place } from "../../infra/support/turn-client.ts";
import { type Installation, secretName } from "./installation.ts";
import { secretOf } from "./kubectl.ts";

export const turnPlace = ({ turnDomain }: Installation): Place => ({ address: turnDomain, port: 3478 });

let peers = 0;

/** What the services of the installation would issue now to a peer of its own. */
export async function issueCredentials({ namespace, turnDomain }: Installation): Promise<Credentials> {
  const { "turn-secret": secret = "" } = await secretOf(namespace, secretName);
  const issuer = createIceIssuer({ domain: turnDomain, secret, ttlSeconds: 600, udpPort: 3478, tlsPort: 5349, now: Date.now });
  const server = issuer.issue({ callId: "cluster", peerId: `peer${++peers}` }).iceServers.find(({ username }) => username !== undefined);
  return { username: server?.username ?? "", credential: server?.credential ?? "" };
}
