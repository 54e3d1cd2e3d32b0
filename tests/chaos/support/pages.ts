import { mkdtemp, rm } from "node:fs/promises";
import type { RequestListener } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildWeb } from "@tgcall/web/build";
import { openPages } from "../../../scripts/start/pages.ts";

/** Builds the pages and serves them for an edge, which is their WebSocket's origin too. */
export async function servePages(): Promise<RequestListener> {
  const folder = await mkdtemp(join(tmpdir(), "tgcall-pages-"));
  try {
    const outDir = await buildWeb({ outDir: folder, logLevel: "error" });
    return await openPages(outDir, ({ headers }) => `ws://${headers.host}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
