import { optional, port, type SettingsTable, secret, text } from "@tgcall/runtime";

/** Variables that compose.yaml reads for Redis, coturn and nginx; no service of ours does. */
export const composeSettings: SettingsTable = {
  REDIS_PORT: port("the port of Redis", 6379),
  NGINX_HTTP_PORT: port("where nginx listens for http", 8080),
  NGINX_HTTPS_PORT: port("where nginx listens for https", 8443),
  SSL_CERT_PATH: optional(text("the certificate for https and turns, as a file in PEM")),
  SSL_KEY_PATH: optional(text("its private key, as a file in PEM")),
  TURN_SECRET_PREVIOUS: optional(secret("the TURN server still accepts it after TURN_SECRET changed")),
};
