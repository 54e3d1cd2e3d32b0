import { request } from "node:http";
import { expect } from "vitest";
import type { SignalCluster } from "./open-signal.ts";

export interface Answer {
  readonly status: number;
  readonly code: unknown;
  readonly headers: Readonly<Record<string, unknown>>;
}

export interface Handshake {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends a handshake as raw HTTP, valid unless told otherwise, and reads the answer. */
export function handshake(
  cluster: SignalCluster,
  query: string,
  { method = "GET", path = "/ws", headers = {} }: Handshake = {},
): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const valid = {
    Connection: "Upgrade",
    Upgrade: "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
  };
  const target = new URL(cluster.url());
  const sent = request({ host: target.hostname, port: target.port, path: `${path}${query}`, method, headers: { ...valid, ...headers } });
  sent.on("upgrade", (response, socket) => {
    socket.destroy();
    resolve({ status: response.statusCode ?? 0, code: undefined, headers: response.headers });
  });
  sent.on("response", (response) => {
    let text = "";
    response.on("data", (chunk) => (text += chunk));
    response.on("end", () => {
      expect(response.headers["content-type"]).toBe("application/problem+json");
      expect(text).not.toMatch(/ at .*\.ts/);
      resolve({ status: response.statusCode ?? 0, code: JSON.parse(text).code, headers: response.headers });
    });
  });
  sent.on("error", reject);
  sent.end();
  return promise;
}
