import { createServer, type Server, type ServerResponse } from "node:http";
import { Problem } from "@tgcall/protocol";
import { answerFor, refuse } from "./refuse.ts";
import type { Upgrade } from "./upgrade.ts";

/** Bounds for what comes in before an upgrade: slow or huge heads cost us little (Node's own defaults are minutes). */
const bounds = { headersTimeout: 10_000, requestTimeout: 15_000, connectionsCheckingInterval: 5_000, maxHeaderSize: 8_192 };

type HandleUpgrade = (...upgrade: Parameters<Upgrade["handle"]>) => void;

/** An HTTP server that knows WebSocket upgrades at `path` alone; everything else gets a problem. */
export function createSignalServer(path: string, handleUpgrade: HandleUpgrade): Server {
  const isOurs = (url = ""): boolean => url.split("?", 1)[0] === path;
  const server = createServer({ ...bounds, shouldUpgradeCallback: ({ headers }) => headers.upgrade?.toLowerCase() === "websocket" });
  server.on("request", ({ url }, response) => send(response, new Problem(isOurs(url) ? "upgrade_required" : "not_found")));
  server.on("upgrade", (request, socket, head) => {
    if (isOurs(request.url)) handleUpgrade(request, socket, head);
    else refuse(socket, new Problem("not_found"));
  });
  server.on("clientError", ({ code }: NodeJS.ErrnoException, socket) => {
    refuse(socket, new Problem(code === "HPE_HEADER_OVERFLOW" ? "headers_too_large" : "bad_request"));
  });
  return server;
}

function send(response: ServerResponse, problem: Problem): void {
  const { status, headers, body } = answerFor(problem);
  response.writeHead(status, headers).end(body);
}
