import { selectorsOf } from "./parse.ts";

/** The query with a matcher in each of its selectors: `up` becomes `up{namespace="calls"}`. */
export function scope(query: string, matcher: string): string {
  return selectorsOf(query).reduceRight((text, { opening: { at, isBraced }, matchers }) => {
    const more = isBraced ? `${matcher}${matchers.length > 0 ? "," : ""}` : `{${matcher}}`;
    return text.slice(0, at) + more + text.slice(at);
  }, query);
}
