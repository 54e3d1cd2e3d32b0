import { describe, expect, test } from "vitest";
import { CallStage } from "../testing/call-stage.ts";
import { alice, bob } from "../testing/samples.ts";

describe("hanging up", () => {
  test("[CLI-7] leaves, closes everything and ends by self, whatever the phase", async () => {
    const joining = new CallStage();
    const talking = await CallStage.talking();
    const reconnecting = await CallStage.talking();
    reconnecting.service.isDown = true;
    reconnecting.service.cut(alice);
    expect([joining, talking, reconnecting].map((stage) => stage.alice.call.view.phase)).toEqual(["joining", "connected", "reconnecting"]);

    for (const { alice: page, bob: other, environment } of [joining, talking, reconnecting]) {
      for (const { call } of [page, other]) {
        const done = call.hangUp();
        await environment.advance(250);
        await done;
      }

      expect(page.call.view).toMatchObject({ phase: "ended", cause: { by: "self" }, peers: [] });
      expect(environment.rtcs.every(({ signalingState }) => signalingState === "closed")).toBe(true);
      await environment.advance(60_000);
      expect([environment.pendingTimers, environment.wakers]).toEqual([0, 0]);
    }
    expect(talking.environment.sockets[0]?.typesSent()).toContain("leave");
  });

  test("[CLI-19] a farewell over the data channel is heard while the service is away, and told once", async () => {
    const stage = await CallStage.talking();
    stage.service.isDown = true;
    stage.service.cut(bob);
    const done = stage.bob.call.hangUp();
    await stage.environment.advance(250);
    await done;
    expect(stage.alice.call.view.peers).toEqual([]);

    stage.service.reap(bob);
    await stage.environment.advance(1_000);

    expect(stage.alice.told).toEqual(["peer-joined b", "peer-left b"]);
    expect(stage.environment.rtcs.every(({ signalingState }) => signalingState === "closed")).toBe(true);
  });

  test("[CLI-19] the state that a peer tells over the data channel is shown while the service is away", async () => {
    const stage = await CallStage.talking();
    stage.service.isDown = true;
    stage.service.cut(bob);
    stage.bob.call.update({ name: "Bobby", state: { hand: true } });
    await stage.environment.advance(100);

    expect(stage.alice.peer).toMatchObject({ name: "Bobby", state: { hand: true } });
    stage.service.isDown = false;
    await stage.environment.advance(10_000);
    stage.bob.call.update({ state: { hand: false } });
    await stage.environment.advance(100);
    expect(stage.alice.peer).toMatchObject({ name: "Bobby", away: false, state: { hand: false } });

    for (const { channel } of stage.environment.rtcs) channel.readyState = "closed";
    stage.bob.call.update({ state: { hand: true } });
    await stage.environment.advance(100);
    expect(stage.alice.peer?.state.hand).toBe(true);
  });

  test("[CLI-6] the end by the service closes media at once and says why", async () => {
    const stage = await CallStage.talking();
    stage.environment.sockets[0]?.end(4502);

    expect(stage.alice.call.view).toMatchObject({ phase: "ended", cause: { by: "service", reason: "kicked" }, peers: [] });
    expect(stage.environment.rtcs.some(({ signalingState }) => signalingState === "closed")).toBe(true);
    stage.alice.call.update({ state: { hand: true } });
    await stage.alice.call.hangUp();
    await expect(stage.alice.call.stats(bob)).resolves.toBeUndefined();
  });
});
