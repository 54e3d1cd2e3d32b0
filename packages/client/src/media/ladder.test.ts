import { describe, expect, test } from "vitest";
import { FakeClock } from "../testing/fake-clock.ts";
import { Ladder } from "./ladder.ts";

const open = ({ isPolite = false, hasRelay = true } = {}) => {
  const clock = new FakeClock(() => 0);
  const told: string[] = [];
  const recoveries: string[] = [];
  const note = (what: string): void => void told.push(`${clock.now() / 1000} ${what}`);
  const stage = { clock, told, canRestart: true };
  const ladder = new Ladder({
    clock,
    isPolite,
    hasRelay: () => hasRelay,
    restart: (way) => {
      if (stage.canRestart) note(way === "relay" ? "restart by relay" : "restart");
      return stage.canRestart;
    },
    rebuild: () => {
      note("rebuild");
      ladder.renewed();
    },
    onPhase: note,
    onRecovery: (rung, result) => recoveries.push(`${rung} ${result}`),
  });
  return Object.assign(stage, { ladder, recoveries });
};
const openConnected = (options = {}) => {
  const stage = open(options);
  stage.ladder.setReach("service");
  stage.ladder.setState("connected");
  stage.told.length = 0;
  return stage;
};

describe("the ladder", () => {
  test("[CLI-14] from disconnected: two restarts, one by relay, a new connection, then a new one every half minute", async () => {
    const { ladder, clock, told } = openConnected();
    ladder.setState("disconnected");
    await clock.advance(110_000);

    expect(told).toEqual([
      "0 restarting",
      "2.5 restart",
      "10.5 restart",
      "18.5 restart by relay",
      "28.5 rebuild",
      "43.5 failed",
      "43.5 rebuild",
      "73.5 rebuild",
      "103.5 rebuild",
    ]);
  });

  test("[CLI-14] failed climbs at once, and cuts an attempt short", async () => {
    const { ladder, clock, told } = openConnected();
    ladder.setState("failed");
    await clock.advance(1_000);
    ladder.setState("failed");
    await clock.advance(1_000);

    expect(told).toEqual(["0 restarting", "0.25 restart", "1.25 restart"]);
  });

  test("[CLI-14] without TURN the relay's rung is left out", async () => {
    const { ladder, clock, told } = openConnected({ hasRelay: false });
    ladder.setState("failed");
    await clock.advance(20_000);

    expect(told).toEqual(["0 restarting", "0.25 restart", "8.25 restart", "16.25 rebuild"]);
  });

  test("[CLI-14] a connection that returns by itself is left alone", async () => {
    const { ladder, clock, told } = openConnected();
    ladder.setState("disconnected");
    await clock.advance(2_000);
    ladder.setState("connected");
    await clock.advance(60_000);

    expect(told).toEqual(["0 restarting", "2 connected"]);
    expect(clock.pendingTimers).toBe(0);
  });

  test("[CLI-14] the ladder starts from below only after 10 s of connection", async () => {
    const { ladder, clock, told } = openConnected({ hasRelay: false });
    for (const calmMs of [9_000, 9_000, 11_000, 9_000]) {
      ladder.setState("failed");
      await clock.advance(300);
      ladder.setState("connected");
      await clock.advance(calmMs);
    }

    expect(told.filter((line) => /re(start|build)$/.test(line)).map((line) => line.split(" ")[1])).toEqual([
      "restart",
      "restart",
      "rebuild",
      "restart",
    ]);
  });

  test("[CLI-14] a restart that cannot be becomes a new connection", async () => {
    const stage = openConnected();
    stage.canRestart = false;
    stage.ladder.setState("failed");
    await stage.clock.advance(300);

    expect(stage.told).toEqual(["0 restarting", "0.25 rebuild"]);
  });

  test("[CLI-14] a first connection has 20 s", async () => {
    const { ladder, clock, told } = open();
    ladder.setReach("service");
    await clock.advance(20_000);

    expect(told).toEqual(["0 connecting", "20 restart"]);
  });

  test("[CLI-15] nothing is tried while the peer cannot be told, and soon after it can", async () => {
    const { ladder, clock, told } = openConnected();
    ladder.setReach("none");
    ladder.setState("failed");
    await clock.advance(60_000);
    ladder.setReach("service");
    await clock.advance(2_500);

    expect(told).toEqual(["0 restarting", "62.5 restart"]);
  });

  test("[CLI-15] with the data channel alone it restarts, but gives nothing up", async () => {
    const { ladder, clock, told } = openConnected();
    ladder.setReach("channel");
    ladder.setState("disconnected");
    await clock.advance(30_000);

    expect(told).toEqual(["0 restarting", "2.5 restart", "10.5 restart", "18.5 restart", "26.5 restart"]);
  });

  test("[CLI-14] the polite peer lets the other begin, and gives its attempt time", async () => {
    const { ladder, clock, told } = openConnected({ isPolite: true });
    ladder.setState("disconnected");
    await clock.advance(2_800);
    ladder.peerActs();
    await clock.advance(14_900);

    expect(told).toEqual(["0 restarting"]);
  });

  test("[CLI-16] a new network restarts ICE at once, also where the path still seems to live", async () => {
    const { ladder, clock, told } = openConnected();
    ladder.networkChanged();
    await clock.advance(60_000);

    expect(told).toEqual(["0 restart"]);
  });

  test("close leaves no timer behind", async () => {
    const { ladder, clock } = openConnected();
    ladder.setState("failed");
    ladder.close();

    expect(clock.pendingTimers).toBe(0);
  });

  test("[CLI-24] each attempt is told with its rung and result once another follows or media is back, and none that was not made", async () => {
    const { ladder, clock, recoveries } = openConnected();
    ladder.networkChanged();
    ladder.setState("disconnected");
    await clock.advance(20_000);
    expect(recoveries).toEqual(["restart failed", "restart failed"]);
    ladder.setState("connected");
    await clock.advance(20_000);
    ladder.setState("connected");

    expect(recoveries.slice(2)).toEqual(["relay recovered"]);
  });

  test("[CLI-24] where a restart is not possible, the attempt is a new connection", async () => {
    const stage = openConnected();
    stage.canRestart = false;
    stage.ladder.setState("failed");
    await stage.clock.advance(1_000);
    stage.ladder.setState("connected");

    expect(stage.recoveries).toEqual(["rebuild recovered"]);
  });
});
