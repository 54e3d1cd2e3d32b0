import type { CheckGrant } from "@tgcall/protocol";
import { clientKey } from "../http/client-address.ts";
import type { Endpoint } from "../http/endpoint.ts";
import { openApiDocument } from "../openapi/document.ts";
import { checkConnection } from "../use-cases/check-connection.ts";
import type { Context } from "./context.ts";

/** What is asked of the service rather than of a call. */
export const serviceEndpoints = (context: Context): readonly Endpoint[] => [check(context), describe(), health()];

function check({ ports, origins, limits }: Context): Endpoint {
  return {
    method: "POST",
    path: "/api/check",
    async answer({ request }) {
      await limits.take("check", clientKey(request.ip));
      const { iceServers, sig } = await checkConnection(ports);
      const grant: CheckGrant = { iceServers, sig, wsUrl: origins.wsUrl(request) };
      return { status: 200, body: grant };
    },
  };
}

function describe(): Endpoint {
  const body = openApiDocument();
  return { method: "GET", path: "/api/openapi.json", answer: () => ({ status: 200, body }) };
}

// Whether the process answers; it never asks the store.
function health(): Endpoint {
  return { method: "GET", path: "/api/healthz", answer: () => ({ status: 200, body: { status: "ok" } }) };
}
