import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { closeHttpServer, createHttpServer, listen } from "./http-server.ts";
import { sendRaw, statusesOf } from "./testing/send-raw.ts";

test("[API-18] slow senders are let go: 10 s for headers, 15 s for a request, looked at every 5 s", () => {
  const server = createHttpServer(() => {});

  expect(server).toMatchObject({ headersTimeout: 10_000, requestTimeout: 15_000, keepAliveTimeout: 65_000 });
});

test("[API-18] a request that does not arrive in time is told so", async () => {
  const server = createHttpServer(() => {});
  const port = await listen(server, 0, "127.0.0.1");
  server.once("connection", (socket) => setImmediate(() => server.emit("clientError", timeout(), socket)));

  const heard = await sendRaw(port, "GET / HTTP/1.1\r\nHost");
  await closeHttpServer(server);

  expect(statusesOf(heard)).toEqual([400]);
  expect(heard).toContain("the request did not arrive in time");
});

test("[API-26] closing waits for the answer that is under way, and for nothing else", async () => {
  const { promise: arrived, resolve: arrive } = Promise.withResolvers<void>();
  const { promise: mayAnswer, resolve: letAnswer } = Promise.withResolvers<void>();
  const server = createHttpServer((_request, response) => {
    arrive();
    void mayAnswer.then(() => response.end("done"));
  });
  const port = await listen(server, 0, "127.0.0.1");
  const heard = sendRaw(port, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  const idle = sendRaw(port, []);
  await arrived;

  const closed = closeHttpServer(server);
  await idle;
  letAnswer();

  expect(await heard).toContain("done");
  await closed;
});

test("[API-30] a port that is taken is an error at once", async () => {
  const first = createHttpServer(() => {});
  const second = createHttpServer(() => {});
  await listen(first, 0, "127.0.0.1");

  await expect(listen(second, (first.address() as AddressInfo).port, "127.0.0.1")).rejects.toMatchObject({ code: "EADDRINUSE" });
  await closeHttpServer(first);
});

const timeout = (): Error => Object.assign(new Error("timed out"), { code: "ERR_HTTP_REQUEST_TIMEOUT" });
