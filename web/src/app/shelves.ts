import { openShelf } from "./shelf.ts";

/** What this browser remembers. */
export const browserShelf = openShelf(() => localStorage);

/** What this tab remembers, also over a reload. */
export const tabShelf = openShelf(() => sessionStorage);
