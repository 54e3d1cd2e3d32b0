import { type Outcome, parseOutcomeBody } from "@tgcall/protocol";
import { expect, test } from "vitest";
import type { CallOptions } from "../call/call-options.ts";
import { CallStage } from "../testing/call-stage.ts";
import { FakeRtc } from "../testing/fake-rtc.ts";
import { alice, bob, joinedAs } from "../testing/samples.ts";

/** A stage whose first page reports, and what it reported. */
function reporting(options: Partial<CallOptions> = {}) {
  const told: Outcome[] = [];
  const send = (_: unknown, outcome: Outcome): void => {
    told.push(parseOutcomeBody(structuredClone(outcome), ""));
  };
  const stage = new CallStage({ report: { browser: "chromium", send }, ...options });
  return { stage, told };
}

async function talking() {
  const { stage, told } = reporting();
  await stage.environment.advance(1_000);
  for (const rtc of stage.environment.rtcs) rtc.become("connecting");
  await stage.environment.advance(200);
  stage.connectMedia();
  await stage.environment.advance(0);
  return { stage, told };
}

test("[CLI-24] the first media ends setting up: its phases are told once, in order, with their times", async () => {
  const { stage, told } = await talking();
  await stage.environment.advance(60_000);

  expect(told).toMatchObject([{ browser: "chromium", setup: { result: "connected" } }]);
  const { phases = [], ageMs = 0 } = told[0]?.setup ?? {};
  expect(phases.map(({ name }) => name)).toEqual(["join", "ws", "description", "ice", "media"]);
  expect(phases.find(({ name }) => name === "ice")).toMatchObject({ startMs: 1_000, durationMs: 200 });
  expect(ageMs).toBe(1_200);
});

test("the exchange of the link's code comes first, however long the lobby lasted", async () => {
  const told: Outcome[] = [];
  const environment = new CallStage().environment;
  const report = {
    browser: "safari",
    resolved: { startedAtMs: environment.now() - 30_000, endedAtMs: environment.now() - 29_800 },
  } as const;
  const { stage } = reporting({ report: { ...report, send: (_, outcome) => told.push(outcome) } });
  await stage.environment.advance(1_000);
  stage.connectMedia();
  await stage.environment.advance(0);

  const { phases = [] } = told[0]?.setup ?? {};
  expect(phases[0]).toEqual({ name: "resolve", startMs: 0, durationMs: 200 });
  expect(phases[1]).toMatchObject({ name: "join", startMs: 30_000 });
});

test("the end tells how long people talked, how often they reconnected and what was sent again", async () => {
  const { stage, told } = await talking();
  await stage.environment.advance(30_000);
  stage.service.cut(alice);
  await stage.environment.advance(10_000);
  await stage.alice.call.hangUp();

  expect(told).toHaveLength(2);
  expect(told[1]?.setup).toBeUndefined();
  expect(told[1]?.end).toMatchObject({ reason: "left", talkedMs: 40_000, reconnects: 1, iceRestarts: 0 });
  expect(told[1]?.end?.longestGapMs).toBeGreaterThan(0);
  expect(told[1]?.end?.messages).toBeGreaterThan(0);
});

test("an ICE restart of this end is counted", async () => {
  const { stage, told } = await talking();
  await stage.environment.advance(1_000);
  for (const rtc of stage.environment.rtcs) rtc.become("failed");
  await stage.environment.advance(2_000);
  await stage.alice.call.hangUp();

  expect(told[1]?.end?.iceRestarts).toBe(1);
  expect(told[1]?.end?.recoveries).toEqual([]);
});

test("how media came back is told by rung and result", async () => {
  const { stage, told } = await talking();
  await stage.environment.advance(1_000);
  for (const rtc of stage.environment.rtcs) rtc.become("failed");
  await stage.environment.advance(10_000);
  stage.connectMedia();
  await stage.environment.advance(1_000);
  await stage.alice.call.hangUp();

  expect(told[1]?.end?.recoveries).toEqual([
    { rung: "restart", result: "failed", count: 1 },
    { rung: "restart", result: "recovered", count: 1 },
  ]);
});

test("[CLI-24] who closes the page reports it, once", async () => {
  const { stage, told } = await talking();

  stage.alice.call.reportGone();
  await stage.alice.call.hangUp();

  expect(told.map(({ end }) => end?.reason)).toEqual([undefined, "gone"]);
});

test.each([
  ["alone", 0],
  ["abandoned", 3_000],
  ["failed", 12_000],
] as const)("without media the result is %s after %i ms with a peer", async (result, withPeerMs) => {
  const { stage, told } = reporting();
  if (result === "alone") await stage.bob.call.hangUp();
  await stage.environment.advance(500 + withPeerMs);
  await stage.alice.call.hangUp();

  expect(told).toMatchObject([{ setup: { result }, end: { reason: "left", talkedMs: 0 } }]);
});

test("[CLI-24] who waits ten seconds in vain to be welcomed reports a failed set-up, once", async () => {
  const { stage, told } = reporting();
  stage.service.isDown = true;
  await stage.environment.advance(9_000);
  expect(told).toEqual([]);
  await stage.environment.advance(60_000);
  stage.service.isDown = false;
  await stage.environment.advance(60_000);
  await stage.alice.call.hangUp();

  expect(told).toMatchObject([{ setup: { result: "failed", phases: [{ name: "join" }] } }, { end: { reason: "left" } }]);
  expect(told[1]?.setup).toBeUndefined();
});

test("[CLI-24] who leaves before that has given up, and was not alone", async () => {
  const { stage, told } = reporting();
  stage.service.isDown = true;
  await stage.environment.advance(3_000);
  stage.alice.call.reportGone();
  await stage.environment.advance(60_000);

  expect(told).toMatchObject([{ setup: { result: "abandoned" }, end: { reason: "gone" } }]);
});

test("a peer that sends nothing is connected all the same, without a time of media", async () => {
  const { stage, told } = reporting();
  await stage.environment.advance(1_000);
  for (const rtc of stage.environment.rtcs)
    for (const { receiver } of rtc.getTransceivers()) Object.assign(receiver.track, { muted: true });
  const [a, b] = stage.environment.rtcs;
  if (a !== undefined && b !== undefined) FakeRtc.connect(a, b);
  await stage.environment.advance(4_000);
  expect(told).toEqual([]);
  await stage.environment.advance(2_000);

  expect(told).toMatchObject([{ setup: { result: "connected" } }]);
  expect(told[0]?.setup?.phases.map(({ name }) => name)).not.toContain("media");
});

test("[CLI-24] where the service wants no reports, none is sent", async () => {
  const { stage, told } = reporting({ api: { join: async () => joinedAs(alice, { reports: false }) } });
  await stage.environment.advance(1_000);
  stage.connectMedia();
  await stage.environment.advance(1_000);
  await stage.alice.call.hangUp();

  expect(stage.bob.call.view.self?.peerId).toBe(bob);
  expect(told).toEqual([]);
});
