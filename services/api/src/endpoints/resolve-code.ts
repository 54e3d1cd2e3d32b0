import { Problem, parseResolveBody, type ResolvedCode } from "@tgcall/protocol";
import { clientKey } from "../http/client-address.ts";
import type { Endpoint } from "../http/endpoint.ts";
import { readIdempotencyKey } from "../http/header-fields.ts";
import { digest } from "../use-cases/digest.ts";
import { resolveCode } from "../use-cases/resolve-code.ts";
import type { Context } from "./context.ts";
import { iso, joinUrl } from "./links.ts";

/** Exchanges a code for a join link; only codes that do not exist count against the client. */
export function resolveCodeEndpoint({ ports, origins, limits, metrics }: Context): Endpoint {
  return {
    method: "POST",
    path: "/api/call/resolve",
    async answer({ request, body, tell }) {
      const { code } = parseResolveBody(body, "");
      const key = readIdempotencyKey(request);
      const requestKey = key === undefined ? undefined : digest(`resolve ${key}`);
      const { callId, peerId, joinToken, expiresAtMs } = await metrics.codesResolved(() =>
        limits.countFailures("resolve", clientKey(request.ip), isUnknownCode, () => resolveCode(ports, code, requestKey)),
      );
      tell("code resolved", { callId, peerId });
      const resolved: ResolvedCode = {
        callId,
        joinUrl: joinUrl(origins.publicOrigin(request), joinToken),
        joinToken,
        role: "participant",
        expiresAt: iso(expiresAtMs),
      };
      return { status: 200, body: resolved };
    },
  };
}

const isUnknownCode = (error: unknown): boolean => error instanceof Problem && error.code === "code_not_found";
