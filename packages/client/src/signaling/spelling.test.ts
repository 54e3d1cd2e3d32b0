import { expect, test } from "vitest";
import { ScriptedSignaling } from "../testing/scripted-signaling.ts";

test("[CLI-25] each handshake that failed leads the next one past a balancer that hashes the call's id", async () => {
  const script = await ScriptedSignaling.connected();
  await script.lose(3);
  const spelled = script.sockets.map(({ url }) => /callId=([^&]*)/.exec(url.href)?.[1]);
  const read = script.sockets.map(({ url }) => url.searchParams.get("callId"));
  script.welcome("ticket-2");
  await script.lose();

  expect(spelled).toEqual(["call000000000000", "call000000000000", "%63all000000000000", "%63%61ll000000000000"]);
  expect(new Set(read)).toEqual(new Set(["call000000000000"]));
  expect(script.socket.url.href).toContain("callId=call000000000000&");
});

test("[CLI-25] who is asked to move is led past the pod that asked, and past another with each handshake that fails", async () => {
  const script = await ScriptedSignaling.connected();
  script.socket.say({ type: "reconnect", afterMs: 0, reason: "draining", sig: "ticket-move" });
  await script.environment.advance(0);
  await script.lose();
  const spelled = script.sockets.map(({ url }) => /callId=([^&]*)/.exec(url.href)?.[1]);

  expect(spelled).toEqual(["call000000000000", "%63all000000000000", "%63%61ll000000000000"]);
});
