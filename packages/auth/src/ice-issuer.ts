import { createHmac } from "node:crypto";
import type { IceGrant, IceServer } from "@tgcall/protocol";

/** Where the TURN server stands, and the secret it shares with us (coturn's `static-auth-secret`). */
export interface TurnOptions {
  /** Host name of the TURN server; without it nothing is issued. */
  readonly domain: string | undefined;
  readonly secret: string;
  /** How long credentials work unless `issue` says otherwise. */
  readonly ttlSeconds: number;
  readonly udpPort: number;
  readonly tlsPort: number;
  readonly now?: () => number;
  /** Hears of each credential that is handed out, for a metric. */
  readonly onTurnCredentials?: () => void;
}

/** Issues ICE servers with credentials that expire (TURN REST API, draft-uberti-behave-turn-rest-00). */
export interface IceIssuer {
  /** Credentials for one peer of one call; an empty list when no TURN server is configured. */
  issue(peer: { readonly callId: string; readonly peerId: string }, ttlSeconds?: number): IceGrant;
  readonly isConfigured: boolean;
}

/** An issuer for one TURN server; `now` gives Unix milliseconds. */
export function createIceIssuer({
  domain,
  secret,
  ttlSeconds,
  udpPort,
  tlsPort,
  now = Date.now,
  onTurnCredentials = () => {},
}: TurnOptions): IceIssuer {
  const serversFor = (host: string, username: string): readonly IceServer[] => [
    { urls: [`stun:${host}:${udpPort}`] },
    {
      urls: [`turn:${host}:${udpPort}?transport=udp`, `turn:${host}:${udpPort}?transport=tcp`, `turns:${host}:${tlsPort}?transport=tcp`],
      username,
      credential: createHmac("sha1", secret).update(username).digest("base64"),
    },
  ];

  return {
    isConfigured: domain !== undefined,

    issue({ callId, peerId }, lifeSeconds = ttlSeconds) {
      const expiresAtSeconds = Math.floor(now() / 1000) + lifeSeconds;
      const iceExpiresAt = new Date(expiresAtSeconds * 1000).toISOString();
      // The part after the colon stays the same for a peer: coturn's user quota counts by it.
      if (domain === undefined) return { iceServers: [], iceExpiresAt };
      onTurnCredentials();
      return { iceServers: serversFor(domain, `${expiresAtSeconds}:${callId}-${peerId}`), iceExpiresAt };
    },
  };
}
