import type { Traceparent } from "@tgcall/protocol";
import { describe, expect, test } from "vitest";
import { NetworkError } from "../api-client.ts";
import { alice } from "../testing/samples.ts";
import { ScriptedSignaling } from "../testing/scripted-signaling.ts";

const ended = (cause: object): string => `ended ${JSON.stringify(cause)}`;
const refusedBy = (code: string): unknown => expect.stringContaining(`"by":"api","code":"${code}"`);

describe("joining", () => {
  test("[CLI-1] call, peer and instance stand in the address, the ticket is a subprotocol beside tgcall.v1", async () => {
    const script = new ScriptedSignaling();
    await script.environment.advance(0);

    expect(script.socket.url.href).toBe(`ws://signal.test/ws?callId=call000000000000&peerId=${alice}&instance=instance-1`);
    expect(script.socket.protocols).toEqual(["tgcall.v1", "tgcall.sig.join-1"]);
    expect(script.names).toEqual(["Alice"]);
  });

  test("[CLI-4] a refusal for good ends the call with what the api said", async () => {
    for (const code of ["token_invalid", "token_expired", "kicked", "call_full", "call_ended", "call_not_found"] as const) {
      const script = new ScriptedSignaling(code);
      await script.environment.advance(60_000);

      expect(script.told).toEqual([refusedBy(code)]);
      expect(script.joins).toBe(1);
      expect(script.environment.pendingTimers).toBe(0);
    }
  });

  test("[CLI-4] no answer, 503 and internal errors are tried again", async () => {
    const script = new ScriptedSignaling(new NetworkError("none"), "store_unavailable", "draining", "internal_error");
    await script.environment.advance(5_000);

    expect(script.joins).toBe(5);
    expect(script.ticket()).toBe("join-5");
  });

  test("[CLI-4] a rate limit is waited out for as long as the api asks", async () => {
    const script = new ScriptedSignaling("rate_limited");

    await script.environment.advance(29_999);
    const before = script.joins;
    await script.environment.advance(1);

    expect([before, script.joins]).toEqual([1, 2]);
  });

  test("[CLI-4] a handshake that never gets its welcome has failed after 10 s", async () => {
    const script = new ScriptedSignaling();
    await script.environment.advance(10_000);
    await script.environment.advance(500);

    expect(script.sockets).toHaveLength(2);
    expect(script.sockets[0]?.isClosed).toBe(true);
    expect(script.ticket()).toBe("join-2");
  });
});

describe("coming back", () => {
  test("[CLI-3] a lost connection is replaced at once with the newest ticket", async () => {
    const script = await ScriptedSignaling.connected();
    script.socket.say({ type: "ticket", sig: "ticket-2", iceServers: [{ urls: ["stun:a"] }] });
    script.socket.end(1006);
    await script.environment.advance(0);

    expect(script.told).toEqual(["ice 1", "ticket", "disconnected"]);
    expect(script.ticket()).toBe("ticket-2");
    expect(script.joins).toBe(1);
  });

  test("[CLI-3] a ticket that is no longer fresh is not used: the api gives another", async () => {
    const script = await ScriptedSignaling.connected();
    script.environment.isPageVisible = false;
    await script.environment.advance(80_000);
    script.socket.end(1006);
    await script.environment.advance(0);

    expect(script.ticket()).toBe("join-2");
  });

  test("[CLI-4] after a handshake that failed the api is asked, and its refusal ends the call", async () => {
    const script = await ScriptedSignaling.connected();
    script.refusals.push("kicked");
    script.socket.end(1006);
    await script.environment.advance(0);
    script.socket.end(1006);
    await script.environment.advance(1_000);

    expect(script.told).toEqual(["disconnected", refusedBy("kicked")]);
  });

  test("[CLI-5] a call that we were in may be unknown for 10 s", async () => {
    const script = await ScriptedSignaling.connected();
    script.refusals.push(...new Array(40).fill("call_not_found"));
    script.environment.isPageVisible = false;
    await script.environment.advance(80_000);
    script.socket.end(1006);

    await script.environment.advance(9_000);
    const early = [...script.told];
    await script.environment.advance(10_000);

    expect(early).toEqual(["disconnected"]);
    expect(script.told).toEqual(["disconnected", refusedBy("call_not_found")]);
  });

  test("[CLI-2] waits grow with full jitter to 8 s, and start anew after 10 s of one connection", async () => {
    const script = await ScriptedSignaling.connected();
    script.environment.isPageVisible = false;
    await script.environment.advance(10_000 - 1);
    const waits: number[] = [];
    const loseAndMeasure = async (): Promise<void> => {
      const count = script.sockets.length;
      const fromMs = script.environment.now();
      script.socket.end(1006);
      while (script.sockets.length === count) await script.environment.advance(25);
      waits.push(script.environment.now() - fromMs);
    };
    for (let turn = 0; turn < 8; turn += 1) await loseAndMeasure();
    script.welcome("ticket-2");
    await script.environment.advance(10_000);
    await loseAndMeasure();

    expect(waits).toEqual([25, 125, 250, 500, 1000, 2000, 4000, 4000, 25]);
  });

  test("[CLI-2] a wait is skipped when the user asks", async () => {
    const script = await ScriptedSignaling.connected();
    await script.lose(6);

    expect(script.sockets).toHaveLength(7);
  });
});

describe("close codes", () => {
  test("[CLI-6] codes from 4500 to 4999 end the call, each with its reason", async () => {
    const reasons = {
      4500: "badRequest",
      4501: "replaced",
      4502: "kicked",
      4503: "ended",
      4504: "unauthorized",
      4505: "unsupportedVersion",
    };
    for (const [code, reason] of Object.entries(reasons)) {
      const script = await ScriptedSignaling.connected();
      script.socket.end(Number(code));
      await script.environment.advance(60_000);

      expect(script.told).toEqual([ended({ by: "service", reason })]);
      expect(script.sockets).toHaveLength(1);
      expect([script.environment.pendingTimers, script.environment.wakers]).toEqual([0, 0]);
    }
  });

  test("[CLI-6] every other code comes back", async () => {
    for (const code of [1000, 1001, 1006, 1012, 4000, 4001, 4002, 4003, 4029, 4499]) {
      const script = await ScriptedSignaling.connected();
      script.socket.end(code);
      await script.environment.advance(8_000);

      expect(script.sockets.length).toBeGreaterThan(1);
      expect(script.told[0]).toBe("disconnected");
    }
  });

  test("[CLI-6] 4029 is answered with patience", async () => {
    const script = await ScriptedSignaling.connected();
    script.socket.end(4029);
    await script.environment.advance(900);

    expect(script.sockets).toHaveLength(1);
  });
});

test("[TRC-7] until it is in, it joins under the span that it was told last; who comes back names none", async () => {
  const span = (name: string): Traceparent => `00-0af7651916cd43dd8448eb211c80319c-${name.repeat(16)}-01` as Traceparent;
  const script = new ScriptedSignaling("internal_error");
  script.traceparent = span("a");
  await script.environment.advance(1_000);
  script.socket.end(1006);
  await script.environment.advance(1_000);
  script.welcome("ticket-1");
  script.environment.isPageVisible = false;
  await script.environment.advance(100_000);

  script.socket.end(1006);
  await script.environment.advance(0);

  expect(script.traces).toEqual([undefined, undefined, span("a"), undefined]);
});
