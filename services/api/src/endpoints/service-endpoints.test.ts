import type { CheckGrant } from "@tgcall/protocol";
import { expect, test } from "vitest";
import { openApiDocument } from "../app.ts";
import { startApi } from "../testing/start-api.ts";

test("[API-28] a check gives TURN credentials of a minute and a ticket for an echo connection", async () => {
  const nowMs = Date.UTC(2030, 0, 1);
  await using api = await startApi({ now: () => nowMs, env: { WS_PUBLIC: "wss://call.example.org/ws" } });

  const { status, body } = await api.post("/api/check");

  const { iceServers, sig, wsUrl } = body as CheckGrant;
  const ticket = await api.tokens.verifyTicket(sig);
  expect(status).toBe(200);
  expect(wsUrl).toBe("wss://call.example.org/ws");
  expect(ticket).toMatchObject({ purpose: "check" });
  expect(iceServers[1]?.username).toBe(`${nowMs / 1000 + 60}:${ticket.callId}-${ticket.peerId}`);
});

test("[API-24] the OpenAPI document is served as it is exported", async () => {
  await using api = await startApi();

  const { status, body } = await api.send("GET", "/api/openapi.json");

  expect(status).toBe(200);
  expect(body).toEqual(JSON.parse(JSON.stringify(openApiDocument())));
});

test("[API-28] health is about the process alone", async () => {
  await using api = await startApi();

  expect(await api.send("GET", "/api/healthz")).toMatchObject({ status: 200, body: { status: "ok" } });
  expect(await api.send("HEAD", "/api/healthz")).toMatchObject({ status: 200, text: "" });
});
