import { parseEnv } from "node:util";

export interface CompletedEnv {
  readonly text: string;
  /** All that the text now says. */
  readonly settings: ReadonlyMap<string, string>;
  /** The names that were missing or empty before. */
  readonly added: readonly string[];
}

/**
 * Gives every wanted name that a .env leaves out, or empty, its value; what is said stays as it is. A name's own line, open or
 * as a comment, is filled in; without one a line is added at the end.
 */
export function completeEnv(
  text: string,
  wanted: Readonly<Record<string, (settings: ReadonlyMap<string, string>) => string>>,
): CompletedEnv {
  const settings = new Map(Object.entries(parseEnv(text)).filter((entry): entry is [string, string] => Boolean(entry[1])));
  const added: string[] = [];
  let completed = text;
  for (const [name, choose] of Object.entries(wanted)) {
    if (settings.has(name)) continue;
    const value = choose(settings);
    settings.set(name, value);
    added.push(name);
    completed = withLine(completed, name, value);
  }
  return { text: completed, settings, added };
}

function withLine(text: string, name: string, value: string): string {
  const own = new RegExp(`^#?${name}=.*$`, "m");
  const line = `${name}=${value}`;
  if (own.test(text)) return text.replace(own, () => line);
  return `${text}${text === "" || text.endsWith("\n") ? "" : "\n"}${line}\n`;
}
