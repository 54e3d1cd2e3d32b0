import { type OneTimeCode, parseOneTimeCode } from "@tgcall/protocol";

/** What lets a person in: a join token, or a one-time code that is exchanged for one. */
export type LinkSecret = { readonly type: "token"; readonly token: string } | { readonly type: "code"; readonly code: OneTimeCode };

/** Three base64url parts, as a signed join token is written. */
const tokenPattern = /^[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}$/;
const maxTokenLength = 4096;

/** Whether a text looks like a join token; only the api can tell whether it is one. */
export const isTokenShaped = (text: string): boolean => text.length <= maxTokenLength && tokenPattern.test(text);

/**
 * Reads the secret after `#`. Telegram adds its launch parameters to a fragment, with `&`, `?` or a second `#` by version;
 * a Mini App's start parameter may carry the code.
 */
export function readFragment(fragment: string): LinkSecret | undefined {
  const fields = new URLSearchParams(fragment.replace(/^#/, "").replace(/[?#]/g, "&"));
  const token = fields.get("token");
  if (token !== null) return { type: "token", token };
  const launch = new URLSearchParams(fields.get("tgWebAppData") ?? "");
  const typed = fields.get("code") ?? launch.get("start_param");
  const code = typed === null ? undefined : parseOneTimeCode(typed);
  return code === undefined ? undefined : { type: "code", code };
}

/** Whether a fragment claims to carry a secret, right or wrong. */
export const claimsSecret = (fragment: string): boolean => /(^|[#?&])(token|code)=/.test(fragment);
