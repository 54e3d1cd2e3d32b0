import { Problem } from "./problem.ts";

/** Turns an unknown value into a type or throws `Problem("bad_request")`; `path` names the field in the sentence. */
export type Parse<T> = (value: unknown, path: string) => T;

type Fields = Readonly<Record<string, Parse<unknown>>>;
type Shape<F extends Fields> = { readonly [K in keyof F as undefined extends ReturnType<F[K]> ? never : K]: ReturnType<F[K]> } & {
  readonly [K in keyof F as undefined extends ReturnType<F[K]> ? K : never]?: Exclude<ReturnType<F[K]>, undefined>;
};

/** An object with these fields; others are ignored, absent optional ones stay absent. */
export const shape =
  <F extends Fields>(fields: F): Parse<Shape<F>> =>
  (value, path) => {
    if (!isRecord(value)) throw fail(path, "must be an object");
    const parsed = Object.entries(fields).map(([name, parse]) => [name, parse(own(value, name), join(path, name))] as const);
    return Object.fromEntries(parsed.filter(([, field]) => field !== undefined)) as Shape<F>;
  };

export const optional =
  <T>(parse: Parse<T>): Parse<T | undefined> =>
  (value, path) =>
    value === undefined ? undefined : parse(value, path);

/** Text of `min` to `max` UTF-16 units without control characters, direction overrides or lone surrogates. */
export const text =
  (min: number, max: number): Parse<string> =>
  (value, path) => {
    if (typeof value !== "string") throw fail(path, "must be text");
    if (value.length < min || value.length > max) throw fail(path, `must have ${min} to ${max} characters`);
    if (unprintable.test(value)) throw fail(path, "must not contain control characters");
    return value;
  };

/** Text that `accepts`; `expected` completes the sentence "must be …". */
export const matching =
  <T extends string>(accepts: (value: unknown) => value is T, expected: string): Parse<T> =>
  (value, path) => {
    if (!accepts(value)) throw fail(path, `must be ${expected}`);
    return value;
  };

export const integer =
  (min: number, max: number): Parse<number> =>
  (value, path) => {
    if (!Number.isSafeInteger(value) || (value as number) < min || (value as number) > max)
      throw fail(path, `must be a whole number from ${min} to ${max}`);
    return value as number;
  };

/** A number, whole or not. */
export const decimal =
  (min: number, max: number): Parse<number> =>
  (value, path) => {
    if (typeof value !== "number" || !(value >= min && value <= max)) throw fail(path, `must be a number from ${min} to ${max}`);
    return value;
  };

export const flag: Parse<boolean> = (value, path) => {
  if (typeof value !== "boolean") throw fail(path, "must be true or false");
  return value;
};

export const list =
  <T>(parse: Parse<T>, maxLength: number): Parse<readonly T[]> =>
  (value, path) => {
    if (!Array.isArray(value) || value.length > maxLength) throw fail(path, `must be a list of at most ${maxLength}`);
    return value.map((entry, index) => parse(entry, `${path}[${index}]`));
  };

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const fail = (path: string, expected: string): Problem =>
  new Problem("bad_request", `${path === "" ? "the body" : path} ${expected}`);

const own = (value: Record<string, unknown>, name: string): unknown => (Object.hasOwn(value, name) ? value[name] : undefined);

const join = (path: string, name: string): string => (path === "" ? name : `${path}.${name}`);

// C0, DEL, C1, zero-width and bidirectional controls; emoji joiners (U+200D) stay allowed.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this refuses.
const unprintable = /[\u0000-\u001f\u007f-\u009f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|\p{Surrogate}/u;
