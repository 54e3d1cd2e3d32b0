export { matchesApiKey } from "./api-key.ts";
export { createIceIssuer, type IceIssuer, type TurnOptions } from "./ice-issuer.ts";
export { createCallId, createOneTimeCode, createTokenId, peerIdOf } from "./ids.ts";
export { verifyInitData } from "./init-data.ts";
export { createTokens, type JoinClaims, type TicketClaims, type TicketTrace, type Tokens } from "./tokens.ts";
