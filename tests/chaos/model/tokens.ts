import type { TicketClaims, Tokens } from "@tgcall/auth";
import { limits, Problem } from "@tgcall/protocol";

/** Tickets that are read instead of verified: signing takes real time, which a fake clock does not have. */
export function createPlainTokens(): Tokens {
  let issued = 0;
  return {
    async signTicket({ purpose = "call", ...claims }) {
      issued += 1;
      const expiresAtMs = Date.now() + limits.ticketTtlMs;
      const ticket: TicketClaims = { ...claims, purpose, jti: `ticket ${issued}`, expiresAtMs };
      return { sig: Buffer.from(JSON.stringify(ticket)).toString("base64url"), expiresAtMs };
    },
    async verifyTicket(sig) {
      const ticket = JSON.parse(Buffer.from(sig, "base64url").toString()) as TicketClaims;
      if (Date.now() >= ticket.expiresAtMs) throw new Problem("sig_expired");
      return ticket;
    },
    signJoinToken: async () => {
      throw new Problem("internal_error");
    },
    verifyJoinToken: async () => {
      throw new Problem("token_invalid");
    },
  };
}
