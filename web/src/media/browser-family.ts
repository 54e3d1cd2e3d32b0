/** Browsers that keep the permission to use a camera in different places. */
export type BrowserFamily = "ios" | "android" | "safari" | "firefox" | "chromium" | "telegram" | "other";

const families: readonly (readonly [BrowserFamily, RegExp])[] = [
  ["telegram", /Telegram/i],
  ["ios", /iPhone|iPad|iPod/],
  ["android", /Android/],
  ["firefox", /Firefox\//],
  ["chromium", /Chrome\/|Chromium\//],
  ["safari", /Safari\//],
];

/** The family by user agent: good enough to choose a hint, never to choose behaviour. */
export function browserFamily(userAgent: string): BrowserFamily {
  return families.find(([, pattern]) => pattern.test(userAgent))?.[0] ?? "other";
}
