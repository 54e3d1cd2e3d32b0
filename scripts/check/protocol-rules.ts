/** The ids that docs/protocol.md defines, each at the head of a list item: `- **SIG-1** …` or `- [SIG-1] …`. */
export const definedRules = (page: string): readonly string[] =>
  [...page.matchAll(/^\s*- (?:\*\*|\[)([A-Z]{2,5}-\d+)(?:\*\*|\])/gm)].map(([, id = ""]) => id);

/** The ids that titles in a test's source begin with: `test("[SIG-1] …"`, also several of them. */
export const quotedRules = (source: string): readonly string[] =>
  [...source.matchAll(/\(\s*["'`]((?:\[[A-Z]{2,5}-\d+\]\s*)+)/g)].flatMap(([, ids = ""]) => ids.match(/[A-Z]+-\d+/g) ?? []);

/** What is wrong between the page and the tests, as sentences. */
export function compareRules(defined: readonly string[], quoted: ReadonlySet<string>): readonly string[] {
  const known = new Set(defined);
  return [
    ...defined.filter((id, at) => defined.indexOf(id) !== at).map((id) => `${id} is defined twice`),
    ...[...known].filter((id) => !quoted.has(id)).map((id) => `${id} stands in no test's title`),
    ...[...quoted]
      .filter((id) => !known.has(id))
      .toSorted()
      .map((id) => `${id} is quoted by a test and defined nowhere`),
  ];
}
