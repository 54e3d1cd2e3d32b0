/** Why the signal service closes a connection. 4000-4499: come back; 4500-4999: do not. */
export const closeReasons = {
  resumed: { code: 1000, reason: "resumed on another connection" },
  left: { code: 1000, reason: "left" },
  binaryFrame: { code: 1003, reason: "only text frames are understood" },
  draining: { code: 4000, reason: "this pod drains, come back" },
  slow: { code: 4001, reason: "the peer reads too slowly, come back" },
  silent: { code: 4002, reason: "no sign of life, come back" },
  notRestored: { code: 4003, reason: "the membership was lost, come back" },
  rate: { code: 4029, reason: "too many frames, come back" },
  badRequest: { code: 4500, reason: "too many malformed frames" },
  replaced: { code: 4501, reason: "the same peer connected from elsewhere" },
  kicked: { code: 4502, reason: "the initiator removed this peer" },
  ended: { code: 4503, reason: "the call has ended" },
  unauthorized: { code: 4504, reason: "the peer is not authorized" },
  unsupportedVersion: { code: 4505, reason: "this version is not supported" },
} as const;

export type CloseReason = (typeof closeReasons)[keyof typeof closeReasons];

/** Whether a client that was closed with `code` should connect again. */
export const mayReconnect = (code: number): boolean => code < 4500 || code > 4999;
