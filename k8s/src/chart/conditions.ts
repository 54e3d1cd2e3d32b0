import { any, either, equals, firstOf } from "../twofold/index.ts";
import { values } from "./values/index.ts";

const { api, signal, web, turn, gateway } = values;

/** Whether browsers find anything of this release; one may be coturn's alone. */
export const servesBrowsers = any(api.enabled, signal.enabled, web.enabled);

/** Whether coturn runs in this release. */
export const runsCoturn = equals(turn.provider, "coturn");

/** The port for TLS by which peers find the TURN server: that of the Gateway, where one is in between. */
export const publicTlsPort = firstOf(turn.publicTlsPort, either(gateway.turnParentRefs, 443, turn.tlsPort));
