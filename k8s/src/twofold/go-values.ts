const isMap = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);

/** What Go's templates take as true: neither absent, nor false, nor 0, nor empty. */
export function isTruthy(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (isMap(value)) return Object.keys(value).length > 0;
  return Boolean(value);
}

/** How `{{ value }}` prints a scalar that the values hold. */
export const printScalar = (value: unknown): string => (value === undefined || value === null ? "" : String(value));

/** What `toJson` prints: keys sorted, and the characters escaped that Go escapes for the sake of HTML. */
export function toGoJson(value: unknown): string {
  if (value === undefined || value === null) return "null";
  if (Array.isArray(value)) return `[${value.map(toGoJson).join(",")}]`;
  if (isMap(value))
    return `{${Object.keys(value)
      .sort()
      .map((key) => `${toGoJson(key)}:${toGoJson(value[key])}`)
      .join(",")}}`;
  return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** The user's values over the chart's as Helm lays them: maps in depth, all else replaced, `null` takes away. */
export function coalesce(chart: unknown, user: unknown): unknown {
  if (user === undefined) return chart;
  if (!isMap(chart) || !isMap(user)) return user;
  const merged: Record<string, unknown> = { ...chart };
  for (const [key, value] of Object.entries(user)) {
    if (value === null) delete merged[key];
    else merged[key] = coalesce(chart[key], value);
  }
  return merged;
}
