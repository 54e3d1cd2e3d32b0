import { expect, test } from "vitest";
import { ScriptedSignaling } from "../testing/scripted-signaling.ts";

test("[CLI-25] a handshake may take 10 s at first, then four times what the last one took, and twice that after a failure", async () => {
  const script = new ScriptedSignaling();
  await script.environment.advance(300);
  script.welcome("ticket-1");
  const limits: number[] = [];
  script.socket.end(1006);
  for (let turn = 0; turn < 5; turn += 1) {
    await script.environment.advance(0);
    const [socket, fromMs] = [script.socket, script.environment.now()];
    while (!socket.isClosed) await script.environment.advance(100);
    limits.push(script.environment.now() - fromMs);
    script.signaling.retryNow();
  }

  expect(limits).toEqual([1_200, 2_400, 4_800, 9_600, 10_000]);
});

test("[CLI-26] each handshake that failed leads the next one past a balancer that hashes the call's id", async () => {
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
