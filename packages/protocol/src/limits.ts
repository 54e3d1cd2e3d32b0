/** Sizes, counts and times that both ends respect. Milliseconds and bytes as the names say. */
export const limits = {
  /** A text frame, either way. */
  maxFrameBytes: 64 * 1024,
  /** Waiting for a slow reader before it is closed with 4001. */
  maxBufferedBytes: 1024 * 1024,
  /** Frames that a connection may send at once, and per second after. */
  frameBurst: 100,
  framesPerSecond: 20,
  /** Malformed frames that are answered with `error` before 4500. */
  maxMalformedFrames: 5,
  maxNameLength: 64,
  /** How often the service pings, and how long it waits for any sign of life. */
  serverPingMs: 5_000,
  serverSilenceMs: 15_000,
  /** How often a visible client pings, and how long it waits for the answer. */
  clientPingMs: 5_000,
  clientPongMs: 4_000,
  /** A membership's lease, which is also the grace time of a peer whose connection dropped. */
  leaseMs: 20_000,
  leaseRenewMs: 5_000,
  /** Life of a peer ticket (`sig`), and how often a fresh one is sent. */
  ticketTtlMs: 90_000,
  ticketRenewMs: 40_000,
  /** The same `sig` and instance get the same answer for so long. */
  ticketReplayMs: 5_000,
  minPeers: 2,
  maxPeers: 8,
} as const;

/** What `welcome` tells a client of the limits that it must respect. */
export type AnnouncedLimits = Pick<typeof limits, "maxFrameBytes" | "frameBurst" | "framesPerSecond" | "clientPingMs" | "clientPongMs">;

export const announcedLimits: AnnouncedLimits = {
  maxFrameBytes: limits.maxFrameBytes,
  frameBurst: limits.frameBurst,
  framesPerSecond: limits.framesPerSecond,
  clientPingMs: limits.clientPingMs,
  clientPongMs: limits.clientPongMs,
};
