/** One entry of `RTCConfiguration.iceServers` (W3C WebRTC §4.2.4). */
export interface IceServer {
  readonly urls: readonly string[];
  readonly username?: string;
  readonly credential?: string;
}

/** What a peer needs to gather candidates; `iceExpiresAt` is ISO 8601 in UTC. */
export interface IceGrant {
  readonly iceServers: readonly IceServer[];
  readonly iceExpiresAt: string;
}
