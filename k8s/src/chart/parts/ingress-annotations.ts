import { because, type Entries, equals, type NamedTree, namedTree, type Tree, union, when } from "../../twofold/index.ts";
import { values } from "../values/index.ts";

type Annotations = Readonly<Record<string, Entries<Record<string, string>>>>;

/** Bodies: the api itself refuses more than 16 KiB, in its own words. A pod that does not answer at once is gone with its node. */
const everywhere: Annotations = {
  nginx: { "nginx.ingress.kubernetes.io/proxy-body-size": "64k", "nginx.ingress.kubernetes.io/proxy-connect-timeout": "1" },
  traefik: { "traefik.ingress.kubernetes.io/router.entrypoints": "websecure", "traefik.ingress.kubernetes.io/router.tls": "true" },
  // The port that browsers see, not that of its container.
  haproxy: { "haproxy.org/ssl-redirect": "true", "haproxy.org/ssl-redirect-port": "443" },
};

/** WebSockets: an hour of silence (the service pings every 5 s), which traefik and HAProxy leave them anyway; and the peers of a call on one pod, for which traefik has no words. */
const onSignal: Annotations = {
  nginx: {
    "nginx.ingress.kubernetes.io/proxy-read-timeout": "3600",
    "nginx.ingress.kubernetes.io/proxy-send-timeout": "3600",
    "nginx.ingress.kubernetes.io/upstream-hash-by": because(
      "The peers of a call meet on one pod, though any can serve them.",
      "$arg_callId",
    ),
    "nginx.ingress.kubernetes.io/proxy-next-upstream": because(
      "By the hash another try would wait for the same pod; the client's own next one leads past it.",
      "off",
    ),
  },
  haproxy: { "haproxy.org/load-balance": "url_param callId" },
};

const byPreset = (of: Annotations): readonly Tree<Record<string, string>>[] =>
  Object.entries(of).map(([preset, annotations]) =>
    when<Record<string, string>>(equals<string>(values.ingress.preset, preset), annotations),
  );

/** What the preset says of an Ingress, for the user's annotations to be laid over. */
export const presetAnnotations = (id: "api" | "signal" | "web"): NamedTree<Readonly<Record<string, string>>> =>
  namedTree<Record<string, string>>(
    `tgcall.ingress.${id}.annotations`,
    `What the preset says of the Ingress of ${id}`,
    union<Record<string, string>>(...byPreset(everywhere), ...(id === "signal" ? byPreset(onSignal) : [])),
  );
