const secretName = /(?:^sig|sdp|jwt|otc|candidate|credential|token|secret|password|authorization|cookie|initdata|apikey|frame|data)s?$/;
const harmlessCode = /^(?:[a-z]+(?:_[a-z]+)+|ERR_[A-Z_]+|E[A-Z]{2,6}|E[A-Z]{8,})$/;
const mask = "[redacted]";
const maxDepth = 6;
const maxEntries = 50;
const maxTextLength = 4000;

/**
 * A copy that may be logged: values under secret names masked at any depth, tokens masked and queries and fragments of URLs
 * cut in every text, errors as plain objects, depth and size bounded.
 */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === "string") return redactText(value);
  if (typeof value === "bigint") return String(value);
  if (typeof value !== "object" || value === null) return value;
  if (depth >= maxDepth) return "[deep]";
  if (value instanceof Error) return redactError(value, depth);
  if (value instanceof Date) return value;
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (Array.isArray(value)) return value.slice(0, maxEntries).map((entry) => redact(entry, depth + 1));
  return redactFields(value, depth);
}

/** Masks tokens in a text, SDP as a whole, and cuts queries and fragments of its URLs. */
export function redactText(text: string): string {
  if (/(?:^|\n)v=0\r?\n|a=fingerprint:|candidate:\S+ \d+ (?:udp|tcp) /i.test(text)) return mask;
  return text
    .slice(0, maxTextLength)
    .replace(/^([^"]*)".*"(?:\.\.\.)? is not valid JSON/s, `$1${mask} is not valid JSON`)
    .replace(/eyJ[\w-]+(?:\.[\w-]*){0,2}/g, mask)
    .replace(/\b(bearer|basic) +\S+/gi, `$1 ${mask}`)
    .replace(/((?:^|[\s"'(=])(?:[a-z][a-z\d+.-]*:\/\/|\/)[^\s?#"']*)[?#][^\s"']*/gi, "$1")
    .replace(/(:\/\/)[^\s/@"']+@/g, "$1");
}

function redactFields(value: object, depth: number): Record<string, unknown> {
  const entries = Object.entries(value).slice(0, maxEntries);
  return Object.fromEntries(entries.map(([name, entry]) => [name, isSecret(name, entry) ? mask : redact(entry, depth + 1)]));
}

function isSecret(name: string, value: unknown): boolean {
  if (typeof value === "number" || typeof value === "boolean" || value === undefined) return false;
  const bare = name.toLowerCase().replaceAll(/[_-]/g, "");
  // A number or a word with an underscore is a status or a problem; anything else may be a one-time code.
  if (bare === "code") return !(typeof value === "string" && harmlessCode.test(value));
  return secretName.test(bare);
}

function redactError(error: Error, depth: number): Record<string, unknown> {
  const { name, message, stack, cause } = error;
  const code = "code" in error ? { code: isSecret("code", error.code) ? mask : error.code } : {};
  const because = cause === undefined ? {} : { cause: redact(cause, depth + 1) };
  return { type: name, message: redactText(message), ...code, stack: redactText(stack ?? ""), ...because };
}
