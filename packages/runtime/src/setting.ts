/** How a text is read; `settingKinds` says what each expects. */
export type SettingKind =
  | "text"
  | "secret"
  | "secret-list"
  | "integer"
  | "seconds"
  | "port"
  | "choice"
  | "list"
  | "origin"
  | "origin-list"
  | "url"
  | "host"
  | "path"
  | "rate";

/**
 * One environment variable as plain data: the reader, the documentation, `.env.example` and the chart come from it.
 * `production` as requirement means that the fallback serves development only.
 */
export interface Setting<Value = unknown> {
  readonly kind: SettingKind;
  /** Completes the sentence "NAME: …"; no full stop. */
  readonly about: string;
  readonly requirement: "optional" | "always" | "production";
  readonly fallback?: Value;
  readonly min?: number;
  readonly max?: number;
  readonly options?: readonly string[];
  readonly protocols?: readonly string[];
  /** Belongs into a Kubernetes Secret rather than into a ConfigMap. */
  readonly isSensitive?: boolean;
}

/** Environment variables by name. */
export type SettingsTable = Readonly<Record<string, Setting>>;

/** At most `points` per `seconds`, written as `points/seconds`. */
export interface Rate {
  readonly points: number;
  readonly seconds: number;
}

interface Range {
  readonly min?: number;
  readonly max?: number;
}

const required = <Value>(kind: SettingKind, about: string): Setting<Value> => ({ kind, about, requirement: "always" });

const withFallback = <Value>(kind: SettingKind, about: string, fallback: Value): Setting<Value> => ({
  kind,
  about,
  requirement: "optional",
  fallback,
});

/** May be unset, which reads as `undefined`. */
export const optional = <Value>(setting: Setting<Value>): Setting<Value | undefined> => ({ ...setting, requirement: "optional" });

/** Production must say it; the fallback serves development alone. */
export const saidInProduction = <Value>(setting: Setting<Value>): Setting<Value> => ({ ...setting, requirement: "production" });

/** Any text; required without a fallback. */
export const text = (about: string, fallback?: string): Setting<string> =>
  fallback === undefined ? required("text", about) : withFallback("text", about, fallback);

/** A secret: production refuses it missing, shorter than 32 characters or known from somewhere. */
export const secret = (about: string, developmentFallback?: string): Setting<string> => ({
  ...(developmentFallback === undefined
    ? required<string>("secret", about)
    : saidInProduction(withFallback("secret", about, developmentFallback))),
  isSensitive: true,
});

/** Comma-separated secrets, such as API keys; none when unset. */
export const secretList = (about: string): Setting<readonly string[]> => ({
  ...withFallback<readonly string[]>("secret-list", about, []),
  isSensitive: true,
});

/** A whole number, from 0 unless `min` says otherwise. */
export const integer = (about: string, fallback: number, range: Range = {}): Setting<number> => ({
  ...withFallback("integer", about, fallback),
  ...range,
});

/** A time in whole seconds, from 1 unless `min` says otherwise. */
export const seconds = (about: string, fallback: number, range: Range = {}): Setting<number> => ({
  ...withFallback("seconds", about, fallback),
  min: 1,
  ...range,
});

/** A TCP or UDP port; 0 takes any that is free. */
export const port = (about: string, fallback: number): Setting<number> => ({ ...withFallback("port", about, fallback), max: 65_535 });

/** One of a few words. */
export const choice = <const Option extends string>(
  about: string,
  options: readonly Option[],
  fallback: NoInfer<Option>,
): Setting<Option> => ({
  ...withFallback<Option>("choice", about, fallback),
  options,
});

/** Comma-separated texts; none when unset. */
export const list = (about: string): Setting<readonly string[]> => withFallback<readonly string[]>("list", about, []);

/** Comma-separated origins as a browser sends them; none when unset. */
export const originList = (about: string): Setting<readonly string[]> => withFallback<readonly string[]>("origin-list", about, []);

/** An origin such as `https://call.example.com`; required unless wrapped in `optional`. */
export const origin = (about: string): Setting<string> => required("origin", about);

/** A URL of one of `protocols` (`redis:`); required unless wrapped in `optional`. */
export const url = (about: string, protocols: readonly string[]): Setting<string> => ({ ...required<string>("url", about), protocols });

/** A host name or an IP address; required unless wrapped in `optional`. */
export const host = (about: string): Setting<string> => required("host", about);

/** The path of a URL. */
export const path = (about: string, fallback: string): Setting<string> => withFallback("path", about, fallback);

/** How often something may happen; a number alone keeps the seconds of the fallback. */
export const rate = (about: string, fallback: Rate): Setting<Rate> => withFallback("rate", about, fallback);
