/** A script's answer as texts: a list as it is, a single value as a list of one, and nothing at all as `undefined`. */
export function readScriptReply(reply: unknown): readonly string[] | undefined {
  if (reply === null || reply === undefined) return undefined;
  return Array.isArray(reply) ? reply.map(String) : [String(reply)];
}
