import { type ApiClient, type Call, openCall } from "@tgcall/client";

/** Joins a call under a name; the devices are sent once they are open. */
export const openNamed = (api: ApiClient, token: string, name: string): Call => openCall({ api, token, name });
