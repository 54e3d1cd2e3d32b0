import { choice, integer, optional, port, type SettingsTable, secret, text } from "@tgcall/runtime";

/** Variables that compose.yaml and compose.observability.yaml read for programs that are not ours. */
export const composeSettings: SettingsTable = {
  REDIS_PASSWORD: secret("what Redis asks of the services; REDIS_URL follows it unless that is set"),
  REDIS_PORT: port("the port of Redis", 6379),
  NGINX_HTTP_PORT: port("where nginx listens for http", 8080),
  NGINX_HTTPS_PORT: port("where nginx listens for https", 8443),
  SSL_CERT_PATH: optional(text("the certificate for https and turns, as a file in PEM")),
  SSL_KEY_PATH: optional(text("its private key, as a file in PEM")),
  TURN_SECRET_PREVIOUS: optional(secret("the TURN server still accepts it after TURN_SECRET changed")),
  TURN_RELAY_IP: optional(text("the TURN server's own addresses, separated by spaces; found out unless set")),
  TURN_EXTERNAL_IP: optional(text("the address by which the world knows the TURN server, where that is another: PUBLIC/PRIVATE")),
  TURN_MIN_PORT: port("the first port of relays", 49_152),
  TURN_MAX_PORT: port("the last port of relays; each relay takes one", 50_351),
  GRAFANA_PASSWORD: secret("what Grafana asks of its user admin, with compose.observability.yaml"),
  GRAFANA_PORT: port("where Grafana listens, on this machine alone", 3100),
  PROMETHEUS_PORT: port("where Prometheus listens, on this machine alone", 9095),
  SIGNAL_REPLICAS: integer("how many signal containers there are", 1, { min: 1, max: 32 }),
  TGCALL_VERSION: text("the tag of the images that are built here, and the version that they say", "local"),
  TGCALL_REVISION: optional(text("the commit that they say they were built from")),
  ENABLE_IPV6: choice("whether nginx sees the addresses of IPv6 clients; needs Docker 27", ["true", "false"], "false"),
};
