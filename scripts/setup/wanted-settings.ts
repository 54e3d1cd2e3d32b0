import { randomBytes } from "node:crypto";

interface Wanted {
  /** The host name that people will use; localhost for a trial on this machine. */
  readonly domain: string | undefined;
  readonly httpPort: string | undefined;
  readonly httpsPort: string | undefined;
}

/** 256 random bits in letters that need no quotes, in a URL, a shell or a configuration file. */
const secret = (): string => randomBytes(32).toString("base64url");

/** A value for everything that an installation must say; each is asked for only where it is missing. */
export const wantedSettings = ({
  domain = "localhost",
  httpPort = "8080",
  httpsPort = "8443",
}: Wanted): Readonly<Record<string, (settings: ReadonlyMap<string, string>) => string>> => ({
  DOMAIN: () => domain,
  NGINX_HTTP_PORT: () => httpPort,
  NGINX_HTTPS_PORT: () => httpsPort,
  API_ORIGIN: (settings) => new URL(`https://${settings.get("DOMAIN")}:${settings.get("NGINX_HTTPS_PORT")}`).origin,
  TURN_DOMAIN: (settings) => settings.get("DOMAIN") ?? domain,
  JWT_SECRET: secret,
  TURN_SECRET: secret,
  REDIS_PASSWORD: secret,
  GRAFANA_PASSWORD: secret,
  CREATE_AUTH: () => "api-key",
  API_KEYS: secret,
  SSL_CERT_PATH: () => "./certs/cert.pem",
  SSL_KEY_PATH: () => "./certs/key.pem",
});
