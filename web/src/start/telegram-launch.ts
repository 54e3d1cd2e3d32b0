import type { Shelf } from "../app/shelf.ts";

/** What Telegram signed when it opened this page as a Mini App: the whole text, and the user that it names. */
export interface TelegramLaunch {
  readonly initData: string;
  readonly userId: string;
}

/** Reads the launch from the address once, and remembers it for this tab; Telegram alone can make one, the api checks it. */
export function telegramLaunch(fragment: string, shelf: Shelf): TelegramLaunch | undefined {
  const given = new URLSearchParams(fragment.replace(/^#/, "").replace(/[?#]/g, "&")).get("tgWebAppData");
  if (given !== null && given !== "") shelf.set("launch", given);
  const initData = given || shelf.get("launch");
  const userId = initData === undefined ? undefined : userIn(initData);
  return initData === undefined || userId === undefined ? undefined : { initData, userId };
}

function userIn(initData: string): string | undefined {
  try {
    const { id } = JSON.parse(new URLSearchParams(initData).get("user") ?? "{}");
    return Number.isSafeInteger(id) ? String(id) : undefined;
  } catch {
    return undefined;
  }
}
