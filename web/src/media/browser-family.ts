import type { BrowserFamily } from "@tgcall/protocol";

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
