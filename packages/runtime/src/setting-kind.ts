import type { Rate, Setting, SettingKind } from "./setting.ts";

interface Kind {
  /** Completes the sentence "NAME must be …". */
  expected(setting: Setting): string;
  /** `undefined` when the text is not what is expected. */
  parse(text: string, setting: Setting): unknown;
}

const wholeNumber: Kind = {
  expected: ({ min = 0, max }) => (max === undefined ? `a whole number from ${min}` : `a whole number from ${min} to ${max}`),
  parse: (text, { min = 0, max = Number.MAX_SAFE_INTEGER }) => {
    const number = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
    return number >= min && number <= max ? number : undefined;
  },
};

/** How the text of each kind of setting is read, and what people are told about it. */
export const settingKinds = {
  text: { expected: () => "text", parse: (text) => text },
  secret: { expected: () => "a secret of at least 32 characters", parse: (text) => text },
  "secret-list": { expected: () => "secrets, separated by commas", parse: (text) => splitList(text) },
  integer: wholeNumber,
  seconds: { ...wholeNumber, expected: (setting) => `${wholeNumber.expected(setting)}, in seconds` },
  port: { ...wholeNumber, expected: () => "a port from 0 to 65535" },
  choice: {
    expected: ({ options = [] }) => `one of ${options.join(", ")}`,
    parse: (text, { options = [] }) => (options.includes(text) ? text : undefined),
  },
  list: { expected: () => "a list, separated by commas", parse: (text) => splitList(text) },
  origin: { expected: () => "an origin such as https://call.example.com", parse: (text) => readOrigin(text) },
  "origin-list": {
    expected: () => "origins such as https://call.example.com, separated by commas",
    parse: (text) => {
      const origins = splitList(text).map(readOrigin);
      return origins.includes(undefined) ? undefined : origins;
    },
  },
  url: {
    expected: ({ protocols = [] }) => `a URL that begins with ${protocols.map((protocol) => `${protocol}//`).join(" or ")}`,
    parse: (text, { protocols = [] }) => {
      const isAllowed = protocols.some((protocol) => text.startsWith(`${protocol}//`));
      return isAllowed && URL.canParse(withOneHost(text)) ? text : undefined;
    },
  },
  host: { expected: () => "a host name or an IP address", parse: (text) => (hostPattern.test(text) ? text : undefined) },
  path: { expected: () => "a path such as /ws", parse: (text) => (/^\/[\w\-.~/]*$/.test(text) ? text : undefined) },
  rate: { expected: () => "a number of times, or times/seconds such as 30/60", parse: (text, setting) => readRate(text, setting.fallback) },
} as const satisfies Record<SettingKind, Kind>;

/** `scheme+several://` may name several hosts; a URL has one. */
const withOneHost = (text: string): string => text.replace(/^(\w+\+\w+:\/\/(?:[^/?#]*@)?[^,/?#]+)(?:,[^,/?#]+)*/, "$1");

const hostPattern = /^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|\[[0-9a-fA-F:.]{2,45}\])$/;

const splitList = (text: string): readonly string[] =>
  text
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");

function readOrigin(text: string): string | undefined {
  const parsed = URL.parse(text);
  if (parsed?.protocol !== "http:" && parsed?.protocol !== "https:") return undefined;
  return `${parsed.origin}/` === parsed.href ? parsed.origin : undefined;
}

function readRate(text: string, fallback: unknown): Rate | undefined {
  const [, points, seconds] = /^([1-9]\d{0,8})(?:\/([1-9]\d{0,6}))?$/.exec(text) ?? [];
  if (points === undefined) return undefined;
  return { points: Number(points), seconds: seconds === undefined ? (fallback as Rate).seconds : Number(seconds) };
}
