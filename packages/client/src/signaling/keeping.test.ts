import { describe, expect, test } from "vitest";
import { alice, bob } from "../testing/samples.ts";
import { ScriptedSignaling } from "../testing/scripted-signaling.ts";

const signal = { type: "signal", from: bob, to: alice, data: 1 };

describe("make before break", () => {
  test("[CLI-8] reconnect opens the new connection with its ticket and keeps the old one until the welcome", async () => {
    const script = await ScriptedSignaling.connected();
    const old = script.socket;
    old.say({ type: "reconnect", afterMs: 700, reason: "drain", sig: "ticket-move" });

    await script.environment.advance(699);
    const before = script.sockets.length;
    await script.environment.advance(1);

    expect([before, script.sockets.length]).toEqual([1, 2]);
    expect(script.ticket()).toBe("ticket-move");
    expect(old.isClosed).toBe(false);
    expect(script.told).toEqual(["reconnect"]);
  });

  test("[CLI-8] messages under way on the old connection are heard, its roster is not, and it is closed after 3 s", async () => {
    const script = await ScriptedSignaling.connected();
    const old = script.socket;
    old.say({ type: "reconnect", afterMs: 0, reason: "drain", sig: "ticket-move" });
    await script.environment.advance(0);
    script.welcome("ticket-2");

    old.say(signal);
    old.say({ type: "peer-left", peerId: bob, reason: "left", revision: 2 });
    await script.environment.advance(3_000);

    expect(script.told).toEqual(["reconnect", "ice 0", "connected ticket-2", "signal"]);
    expect(old.isClosed).toBe(true);
    expect(script.socket.isClosed).toBe(false);
  });

  test("[CLI-6] the close of an older connection means nothing, whatever its code", async () => {
    const script = await ScriptedSignaling.connected();
    const old = script.socket;
    old.say({ type: "reconnect", afterMs: 0, reason: "drain", sig: "ticket-move" });
    await script.environment.advance(0);
    script.welcome("ticket-2");
    old.end(4501);
    await script.environment.advance(4_000);

    expect(script.told).toEqual(["reconnect", "ice 0", "connected ticket-2"]);
    expect(script.sockets).toHaveLength(2);
  });

  test("[CLI-6] when the old one closes before the new one is welcomed, the new one goes on", async () => {
    const script = await ScriptedSignaling.connected();
    const old = script.socket;
    old.say({ type: "reconnect", afterMs: 0, reason: "drain", sig: "ticket-move" });
    await script.environment.advance(0);
    old.end(4000);
    script.welcome("ticket-2");
    await script.environment.advance(4_000);

    expect(script.told).toEqual(["reconnect", "disconnected", "ice 0", "connected ticket-2"]);
    expect(script.sockets).toHaveLength(2);
  });

  test("[CLI-4] a new connection that fails is tried again at once with the same ticket while the old one serves", async () => {
    const script = await ScriptedSignaling.connected();
    script.socket.say({ type: "reconnect", afterMs: 0, reason: "drain", sig: "ticket-move" });
    await script.environment.advance(0);
    script.socket.end(1006);
    await script.environment.advance(0);

    expect(script.sockets).toHaveLength(3);
    expect(script.ticket()).toBe("ticket-move");
    expect(script.joins).toBe(1);
  });

  test("[CLI-4] a newer ticket goes before one that was for nothing", async () => {
    const script = await ScriptedSignaling.connected();
    const old = script.socket;
    old.say({ type: "reconnect", afterMs: 0, reason: "drain", sig: "ticket-move" });
    await script.environment.advance(0);
    old.say({ type: "ticket", sig: "ticket-newer" });
    script.socket.end(1006);
    await script.environment.advance(0);

    expect(script.ticket()).toBe("ticket-newer");
  });

  test("[CLI-4] after 5 s of trying the api is asked while the old one serves, and its refusal ends nothing", async () => {
    const script = await ScriptedSignaling.connected();
    const old = script.socket;
    script.refusals.push("call_full");
    old.say({ type: "reconnect", afterMs: 0, reason: "drain", sig: "ticket-move" });
    await script.environment.advance(5_000);
    script.socket.end(1006);
    await script.environment.advance(0);

    expect(script.joins).toBe(2);
    expect(script.told).toEqual(["reconnect"]);
    old.end(4000);
    await script.environment.advance(8_000);
    expect(script.ticket()).toBe("join-3");
  });
});

describe("signs of life", () => {
  test("[CLI-9] a visible page pings every 5 s with the revision that it knows", async () => {
    const script = await ScriptedSignaling.connected();
    for (let turn = 1; turn <= 3; turn += 1) {
      await script.environment.advance(5_000);
      script.socket.say({ type: "pong", id: turn, revision: 7 });
    }

    expect(script.socket.sent).toEqual([1, 2, 3].map((id) => ({ type: "ping", id, revision: 7 })));
  });

  test("[CLI-9] 4 s without pong are a dead connection, whatever else comes", async () => {
    const script = await ScriptedSignaling.connected();
    const dead = script.socket;
    await script.environment.advance(8_999);
    dead.say(signal);
    const before = [...script.told];
    await script.environment.advance(1);

    expect(before).toEqual(["signal"]);
    expect(script.told).toEqual(["signal", "disconnected"]);
    expect(dead.isClosed).toBe(true);
    await script.environment.advance(500);
    expect(script.sockets).toHaveLength(2);
  });

  test("[CLI-9] a hidden page does not ping, nor trust its timers", async () => {
    const script = await ScriptedSignaling.connected();
    await script.environment.advance(5_000);
    script.environment.isPageVisible = false;
    await script.environment.advance(60_000);

    expect(script.socket.typesSent()).toEqual(["ping"]);
    expect(script.told).toEqual([]);
  });

  test("[CLI-10] a page that is seen again pings at once", async () => {
    const script = await ScriptedSignaling.connected();
    script.environment.wake("visible");

    expect(script.socket.typesSent()).toEqual(["ping"]);
  });

  test("[CLI-10] when the network comes back, a new connection is opened beside the one that may be dead", async () => {
    const script = await ScriptedSignaling.connected();
    script.environment.wake("network");
    await script.environment.advance(0);

    expect(script.sockets.map(({ isClosed }) => isClosed)).toEqual([false, false]);
    expect(script.ticket()).toBe("ticket-1");
  });

  test("[CLI-10] either ends the wait for the next attempt", async () => {
    for (const wake of ["network", "visible"] as const) {
      const script = await ScriptedSignaling.connected();
      script.environment.isPageVisible = false;
      await script.environment.advance(80_000);
      script.refusals.push("rate_limited");
      script.socket.end(1006);
      await script.environment.advance(100);
      script.environment.wake(wake);
      await script.environment.advance(0);

      expect(script.ticket()).toBe("join-3");
    }
  });
});

describe("leaving", () => {
  test("[CLI-7] close says leave, closes the connection and leaves no timer or listener behind", async () => {
    const script = await ScriptedSignaling.connected();
    script.signaling.close();
    script.signaling.close();
    await script.environment.advance(60_000);

    expect(script.socket.typesSent()).toEqual(["leave"]);
    expect(script.socket.isClosed).toBe(true);
    expect([script.environment.pendingTimers, script.environment.wakers, script.told]).toEqual([0, 0, []]);
  });

  test("[CLI-7] close while joining opens nothing any more", async () => {
    const script = new ScriptedSignaling();
    script.signaling.close();
    await script.environment.advance(60_000);

    expect(script.sockets).toHaveLength(0);
    expect(script.told).toEqual([]);
  });
});
