import type { Settings, SettingsRule } from "./read-settings.ts";
import { choice, host, integer, optional, origin, originList, path, port, seconds, secret, text, url } from "./setting.ts";

/** Signing of join tokens and tickets: every service of an installation says the same. */
export const tokenSettings = {
  JWT_SECRET: secret("signs join tokens and tickets", "tgcall-development-jwt-secret-of-every-checkout"),
  JWT_SECRET_PREVIOUS: optional(secret("still verifies what was signed before JWT_SECRET changed")),
};

/** Where state lives. */
export const storeSettings = {
  REDIS_URL: optional({
    ...url(
      "where calls, codes and rosters live: redis://host, redis+sentinel://host,host/master-name or redis+cluster://host,host; rediss for TLS",
      ["redis:", "rediss:", "redis+sentinel:", "rediss+sentinel:", "redis+cluster:", "rediss+cluster:"],
    ),
    isSensitive: true,
  }),
  REDIS_TLS_CA: optional(text("the certificate authorities, as PEM, that TLS to Redis trusts; unset, those of the machine")),
  REDIS_MIN_REPLICAS: integer("how many replicas must hold a durable write before it is answered", 0, { max: 10 }),
};

/** The TURN server that peers are sent to. */
export const turnSettings = {
  TURN_DOMAIN: optional(host("where the TURN server stands; unset, peers get no ICE servers")),
  TURN_SECRET: secret("signs TURN credentials; the TURN server has the same", "tgcall-development-turn-secret-of-every-checkout"),
  TURN_TTL_SECONDS: seconds("how long TURN credentials work", 600, { min: 60, max: 86_400 }),
  TURN_UDP_PORT: port("the TURN server's port for udp and tcp", 3478),
  TURN_TLS_PORT: port("the TURN server's port for tls", 5349),
};

/** Where browsers find the installation. */
export const publicSettings = {
  DOMAIN: optional(host("the installation's host name; API_ORIGIN and WS_PUBLIC follow it unless they are set")),
  API_ORIGIN: optional(origin("what join links and the page's requests begin with")),
  WS_PUBLIC: optional(url("the WebSocket address that peers are sent to", ["ws:", "wss:"])),
  SIGNAL_PATH: path("the WebSocket's path", "/ws"),
  FRONTEND_PORT: port("the page's port", 3000),
  ALLOWED_ORIGINS: originList("which pages may connect beside the installation's own"),
  TRUST_PROXY_HOPS: integer("how many proxies in front say who the client is (X-Forwarded-For)", 0, { max: 10 }),
};

/** What every process does alike. */
export const processSettings = {
  LOG_LEVEL: choice("how much is logged", ["silent", "fatal", "error", "warn", "info", "debug", "trace"], "info"),
  OPS_PORT: port("the port of /healthz, /readyz and /metrics", 9090),
  DRAIN_SECONDS: seconds("how long at most a stopping process hands its peers to others", 20, { min: 0, max: 600 }),
};

/** For a service started alone: its state must be where the other services see it. */
export const redisUrlIsGiven: SettingsRule<typeof storeSettings> = {
  reads: ["REDIS_URL"],
  problem: ({ REDIS_URL }) => (REDIS_URL === undefined ? `REDIS_URL is required: ${storeSettings.REDIS_URL.about}` : undefined),
};

/** For whoever opens Redis: `faultOf` completes the sentence "REDIS_URL …" when the URL cannot be read. */
export const redisUrlIsReadable = (faultOf: (url: string) => string | undefined): SettingsRule<typeof storeSettings> => ({
  reads: ["REDIS_URL"],
  problem({ REDIS_URL }) {
    const fault = REDIS_URL === undefined ? undefined : faultOf(REDIS_URL);
    return fault === undefined ? undefined : `REDIS_URL ${fault}`;
  },
});

/** The addresses that the settings alone give; `undefined` where a request's host must be asked instead. */
export function publicAddress(settings: Pick<Settings<typeof publicSettings>, "DOMAIN" | "API_ORIGIN" | "WS_PUBLIC" | "SIGNAL_PATH">): {
  readonly apiOrigin: string | undefined;
  readonly wsPublic: string | undefined;
} {
  const { DOMAIN, API_ORIGIN, WS_PUBLIC, SIGNAL_PATH } = settings;
  const apiOrigin = API_ORIGIN ?? (DOMAIN === undefined ? undefined : `https://${DOMAIN}`);
  return { apiOrigin, wsPublic: withPath(WS_PUBLIC ?? apiOrigin?.replace(/^http/, "ws"), SIGNAL_PATH) };
}

/** An address without a path gets the service's. */
function withPath(address: string | undefined, signalPath: string): string | undefined {
  if (address === undefined) return undefined;
  const { origin: base, pathname } = new URL(address);
  return pathname === "/" ? `${base}${signalPath}` : address;
}

/** What signs and verifies tokens. */
export const tokenOptions = ({ JWT_SECRET, JWT_SECRET_PREVIOUS }: Settings<typeof tokenSettings>) => ({
  secret: JWT_SECRET,
  previousSecret: JWT_SECRET_PREVIOUS,
});

/** What issues TURN credentials. */
export const turnOptions = (settings: Settings<typeof turnSettings>) => ({
  domain: settings.TURN_DOMAIN,
  secret: settings.TURN_SECRET,
  ttlSeconds: settings.TURN_TTL_SECONDS,
  udpPort: settings.TURN_UDP_PORT,
  tlsPort: settings.TURN_TLS_PORT,
});

/** What leads to Redis. */
export const redisOptions = ({ REDIS_TLS_CA, REDIS_MIN_REPLICAS }: Settings<typeof storeSettings>) => ({
  tlsCa: REDIS_TLS_CA,
  minReplicas: REDIS_MIN_REPLICAS,
});
