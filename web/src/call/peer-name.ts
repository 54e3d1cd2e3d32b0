import { t } from "../texts/t.ts";

/** How a peer is called; some give no name. */
export const peerName = ({ name }: { readonly name: string }): string => name || t("call.guest");
