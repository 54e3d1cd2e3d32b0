/** The wire, as the services have it; by file, because k6's module loader takes for ever to see through the door of the package. */
export type { CreatedCall, JoinedCall, ResolvedCode } from "../../packages/protocol/src/call-api.ts";
export { mayReconnect } from "../../packages/protocol/src/close-reason.ts";
export type { Epoch, PeerId } from "../../packages/protocol/src/ids.ts";
export { limits } from "../../packages/protocol/src/limits.ts";
export { isRecord } from "../../packages/protocol/src/parse.ts";
export type { Peer } from "../../packages/protocol/src/peer.ts";
export { parseServerMessage, type ServerMessage, type Welcome } from "../../packages/protocol/src/server-message.ts";
