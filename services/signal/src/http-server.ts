import type { RequestListener, Server } from "node:http";
import { Problem } from "@tgcall/protocol";
import { answerProblem, createHttpServer, refuseSocket } from "@tgcall/runtime";
import type { Upgrade } from "./upgrade.ts";

type HandleUpgrade = (...upgrade: Parameters<Upgrade["handle"]>) => void;

/** Lets WebSocket upgrades at `path`, and at no other, into the service through any HTTP server. */
export function acceptUpgrades(server: Server, path: string, handleUpgrade: HandleUpgrade): Server {
  return server.on("upgrade", (request, socket, head) => {
    if (pathOf(request.url) === path) handleUpgrade(request, socket, head);
    else refuseSocket(socket, new Problem("not_found"));
  });
}

/** The service's own HTTP server: everything but an upgrade at `path` is told what belongs there. */
export function createSignalServer(path: string, handleUpgrade: HandleUpgrade): Server {
  const answer: RequestListener = ({ url }, response) => {
    const isOurs = pathOf(url) === path;
    const { status, headers, body } = answerProblem(new Problem(isOurs ? "upgrade_required" : "not_found"));
    response.writeHead(status, isOurs ? { ...headers, Upgrade: "websocket" } : headers).end(body);
  };
  return acceptUpgrades(createHttpServer(answer), path, handleUpgrade);
}

const pathOf = (url = ""): string | undefined => url.split("?", 1)[0];
