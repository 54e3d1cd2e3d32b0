import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { type WebSocket, WebSocketServer } from "ws";
import { browserEnvironment, randomInstance } from "./browser-environment.ts";
import { openSession } from "./session/session.ts";
import { alice, bob, joinedAs, peerOf, welcomeOf } from "./testing/samples.ts";

/** A WebSocket server that accepts everybody as `tgcall.v1`. */
const openServer = async () => {
  const server = new WebSocketServer({ port: 0, handleProtocols: (offered) => (offered.has("tgcall.v1") ? "tgcall.v1" : false) });
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    wsUrl: `ws://127.0.0.1:${port}/ws`,
    next: async (): Promise<{ socket: WebSocket; offered: string; path: string }> => {
      const [socket, request] = await once(server, "connection", { signal: AbortSignal.timeout(5_000) });
      return { socket, offered: request.headers["sec-websocket-protocol"], path: request.url };
    },
    [Symbol.asyncDispose]: async () => {
      for (const client of server.clients) client.terminate();
      server.close();
      await once(server, "close");
    },
  };
};

test("[CLI-1] a session in Node joins, hears, answers, comes back and leaves over real WebSockets", async () => {
  await using server = await openServer();
  const heard: unknown[] = [];
  const connecting = server.next();
  const session = openSession({ api: { join: async () => joinedAs(alice, { wsUrl: server.wsUrl }) }, token: "token", name: "Ann" });
  session.subscribe((event) => event.type === "message" && heard.push(event.data));
  const first = await connecting;
  expect(first.offered.replaceAll(" ", "")).toBe("tgcall.v1,tgcall.sig.sig.of.join");
  expect(first.path).toMatch(/^\/ws\?callId=call000000000000&peerId=a{16}&instance=[0-9a-f]{32}$/);

  first.socket.send(JSON.stringify(welcomeOf(alice, { peers: [peerOf(bob)] })));
  const message = { type: "signal", from: bob, to: alice, epoch: "b1", toEpoch: "a1", seq: 1, ack: 0, data: "hello" };
  first.socket.send(JSON.stringify(message));
  first.socket.send(Buffer.from("binary frames are not for us"));
  await expect.poll(() => heard, { timeout: 5_000 }).toEqual(["hello"]);
  const back = server.next();
  first.socket.close(4000);
  const second = await back;
  expect(second.offered).toContain("tgcall.sig.sig.of.welcome");

  second.socket.send(JSON.stringify(welcomeOf(alice, { resumed: true, peers: [peerOf(bob)] })));
  second.socket.send(JSON.stringify({ ...message, seq: 2, data: "again" }));
  await expect.poll(() => heard, { timeout: 5_000 }).toEqual(["hello", "again"]);
  const frames: unknown[] = [];
  second.socket.on("message", (frame) => frames.push(JSON.parse(String(frame))));
  session.close();
  await once(second.socket, "close");
  expect(frames.at(-1)).toEqual({ type: "leave" });
});

test("without a page, it counts as visible and nothing wakes it", () => {
  const environment = browserEnvironment();

  expect(environment.isVisible()).toBe(true);
  expect(environment.onWake(() => undefined)()).toBeUndefined();
  expect(randomInstance()).not.toBe(randomInstance());
});
