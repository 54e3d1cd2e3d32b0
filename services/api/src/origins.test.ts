import { createOrigins } from "@tgcall/runtime";
import { sendRaw } from "@tgcall/runtime/testing";
import { expect, test } from "vitest";
import { readConfig } from "./config.ts";
import { startApi } from "./testing/start-api.ts";

const ask = (env: Readonly<Record<string, string>>, host: string | undefined, scheme?: "http" | "https") => {
  const origins = createOrigins(readConfig(env), scheme);
  const request = { headers: host === undefined ? {} : { host } };
  return [origins.publicOrigin(request), origins.wsUrl(request)];
};

test.each([
  ["localhost:3001", "http://localhost:3000", "ws://localhost:3000/ws"],
  ["192.168.1.7:3001", "http://192.168.1.7:3000", "ws://192.168.1.7:3000/ws"],
  ["[::1]:3001", "http://[::1]:3000", "ws://[::1]:3000/ws"],
  ["Call.LAN", "http://call.lan:3000", "ws://call.lan:3000/ws"],
  [undefined, "http://localhost:3000", "ws://localhost:3000/ws"],
  ["evil.example/path?x#y", "http://localhost:3000", "ws://localhost:3000/ws"],
  ["user@evil.example", "http://localhost:3000", "ws://localhost:3000/ws"],
  ["999.999.999.999", "http://localhost:3000", "ws://localhost:3000/ws"],
  ["a b", "http://localhost:3000", "ws://localhost:3000/ws"],
])("[API-22] in development addresses follow the host %s at the page's port", (host, origin, wsUrl) => {
  expect(ask({}, host)).toEqual([origin, wsUrl]);
});

test("[API-22] the composition root says how the page is served", () => {
  expect(ask({ FRONTEND_PORT: "443", SIGNAL_PATH: "/signal" }, "10.0.0.2", "https")).toEqual(["https://10.0.0.2", "wss://10.0.0.2/signal"]);
});

test("[API-22] what the settings say beats the host", () => {
  const both = { API_ORIGIN: "https://call.example.org", WS_PUBLIC: "wss://signal.example.org/socket" };

  expect(ask(both, "evil.example")).toEqual(["https://call.example.org", "wss://signal.example.org/socket"]);
  expect(ask({ DOMAIN: "call.example.org" }, "evil.example")).toEqual(["https://call.example.org", "wss://call.example.org/ws"]);
});

test("[API-22] a forged Host header reaches no link", async () => {
  await using api = await startApi({ env: { API_ORIGIN: "https://call.example.org" } });
  const body = '{"initiator_telegram_id":"1"}';
  const head = ["POST /api/call/create HTTP/1.1", "Host: evil.example", "X-Forwarded-Host: evil.example", "Forwarded: host=evil.example"];
  const rest = ["Content-Type: application/json", `Content-Length: ${body.length}`, "Connection: close"];

  const heard = await sendRaw(api.port, `${[...head, ...rest].join("\r\n")}\r\n\r\n${body}`);

  expect(heard).toContain("https://call.example.org/join#token=");
  expect(heard).not.toContain("evil");
});
