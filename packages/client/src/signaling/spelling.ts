/**
 * The text with its first letters percent-encoded: the same to who decodes it (RFC 3986 §2.3), and with every count of them another key
 * to a balancer that hashes what it reads, and would go on choosing the one pod that is gone until somebody tells it.
 */
export function spell(text: string, escaped: number): string {
  const escapes = Array.from(text.slice(0, escaped), (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);
  return escapes.join("") + text.slice(escaped);
}
