import { parseOneTimeCode } from "@tgcall/protocol";
import { isTokenShaped, type LinkSecret, readFragment } from "./link-secret.ts";

/** Why a typed text opens no call. */
export type TypedMistake = "empty" | "code-length" | "link-without-secret" | "unreadable";

const codeLength = 8;

/** Reads what a person typed or pasted: a one-time code, a join token, an invite or a join link. */
export function readTypedInvite(typed: string): LinkSecret | TypedMistake {
  const text = typed.trim();
  if (text === "") return "empty";
  const linkFragment = /^\S*?(#\S*)$/.exec(text)?.[1];
  if (linkFragment !== undefined) return readFragment(linkFragment) ?? "link-without-secret";
  if (isTokenShaped(text)) return { type: "token", token: text };
  if (/^(https?:)?\/\/|^[\w-]+(\.[\w-]+)+\//i.test(text)) return "link-without-secret";
  const code = parseOneTimeCode(text);
  if (code !== undefined) return { type: "code", code };
  const letters = text.replace(/[-\s]/g, "");
  return /^[a-z0-9]+$/i.test(letters) && letters.length !== codeLength ? "code-length" : "unreadable";
}

/** The fragment that takes a secret to the join page. */
export const toFragment = (secret: LinkSecret): string =>
  secret.type === "token" ? `#token=${encodeURIComponent(secret.token)}` : `#code=${secret.code}`;
