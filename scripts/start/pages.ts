import { readdir, readFile } from "node:fs/promises";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { extname, join, relative, sep } from "node:path";
import { gzipSync } from "node:zlib";
import { pageHeaders } from "@tgcall/web/headers";

interface Page {
  readonly body: Buffer;
  readonly packed: Buffer;
  readonly headers: Readonly<Record<string, string>>;
  readonly isHtml: boolean;
}

const plainText = { "Content-Type": "text/plain; charset=utf-8" };

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".webmanifest": "application/manifest+json",
  ".json": "application/json",
  ".woff2": "font/woff2",
};

/**
 * Serves the built pages from memory: `/`, `/join`, `/check` and their hashed assets, with the pages' security headers.
 * `wsOrigin` names the origin of the signal service as one request sees it.
 */
export async function openPages(folder: string, wsOrigin: (request: IncomingMessage) => string): Promise<RequestListener> {
  const pages = await readPages(folder);
  return (request, response) => {
    const page = pages.get((request.url ?? "/").split("?", 1)[0] ?? "/");
    if (page === undefined) response.writeHead(404, plainText).end("There is nothing here.\n");
    else if (request.method !== "GET" && request.method !== "HEAD") response.writeHead(405, { Allow: "GET, HEAD" }).end();
    else sendPage(page, request, response, page.isHtml ? pageHeaders({ connectSrc: [wsOrigin(request)] }) : {});
  };
}

function sendPage(page: Page, request: IncomingMessage, response: ServerResponse, security: Readonly<Record<string, string>>): void {
  const isPacked = /\bgzip\b/.test(String(request.headers["accept-encoding"]));
  const body = isPacked ? page.packed : page.body;
  const packing = isPacked ? { "Content-Encoding": "gzip" } : {};
  response.writeHead(200, { ...security, ...page.headers, ...packing, Vary: "Accept-Encoding", "Content-Length": body.length });
  response.end(request.method === "HEAD" ? undefined : body);
}

async function readPages(folder: string): Promise<ReadonlyMap<string, Page>> {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const pages = files.map(async ({ parentPath, name }): Promise<[string, Page]> => {
    const file = join(parentPath, name);
    const path = `/${relative(folder, file).split(sep).join("/")}`;
    const body = await readFile(file);
    const caching = path.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-store";
    const headers = {
      "Content-Type": types[extname(name)] ?? "application/octet-stream",
      "Cache-Control": caching,
      "X-Content-Type-Options": "nosniff",
    };
    return [
      path === "/index.html" ? "/" : path.replace(/\.html$/, ""),
      { body, packed: gzipSync(body), headers, isHtml: path.endsWith(".html") },
    ];
  });
  return new Map(await Promise.all(pages));
}
