import type { IncomingMessage } from "node:http";
import type { Settings } from "./read-settings.ts";
import type { publicAddress, publicSettings } from "./shared-settings.ts";

/** What the world calls this installation, as far as one request can tell. */
export interface Origins {
  /** Begins the links that people get; without a slash at its end. */
  publicOrigin(request: Pick<IncomingMessage, "headers">): string;
  /** Where peers connect to the signal service. */
  wsUrl(request: Pick<IncomingMessage, "headers">): string;
  /** Whether pages of this origin may use the services: the installation's own, and `ALLOWED_ORIGINS`. */
  allows(origin: string, request: Pick<IncomingMessage, "headers">): boolean;
}

type PublicConfig = ReturnType<typeof publicAddress> &
  Pick<Settings<typeof publicSettings>, "FRONTEND_PORT" | "SIGNAL_PATH" | "ALLOWED_ORIGINS">;

// A host name, an IPv4 address or an IPv6 address in brackets; a port after it is not looked at.
const hostPattern = /^(?<hostname>[A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?$/;

/**
 * Origins from the settings. Where these are silent, which production refuses, they follow the request's host at the page's port;
 * `scheme` says how that is served.
 */
export function createOrigins(
  { apiOrigin, wsPublic, FRONTEND_PORT, SIGNAL_PATH, ALLOWED_ORIGINS }: PublicConfig,
  scheme: "http" | "https" = "http",
): Origins {
  const followHost = (host: string | undefined): string => {
    const hostname = hostPattern.exec(host ?? "")?.groups?.["hostname"] ?? "localhost";
    return (URL.parse(`${scheme}://${hostname}:${FRONTEND_PORT}`) ?? new URL(`${scheme}://localhost:${FRONTEND_PORT}`)).origin;
  };
  const publicOrigin: Origins["publicOrigin"] = ({ headers }) => apiOrigin ?? followHost(headers.host);

  return {
    publicOrigin,
    allows: (origin, request) => ALLOWED_ORIGINS.includes(origin) || origin === publicOrigin(request),
    wsUrl: ({ headers }) => wsPublic ?? `${followHost(headers.host).replace(/^http/, "ws")}${SIGNAL_PATH}`,
  };
}
