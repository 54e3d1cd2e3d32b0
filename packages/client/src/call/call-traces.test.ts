import type { Outcome, Traceparent } from "@tgcall/protocol";
import { expect, test } from "vitest";
import { CallStage } from "../testing/call-stage.ts";
import { trackOf } from "../testing/rtc-pair.ts";
import { alice, joinedAs } from "../testing/samples.ts";

const sampled = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" as Traceparent;

/** A call whose first page was told this span by the api, and the frames for its peer that it has sent so far. */
function openStage(traceparent: Traceparent | undefined) {
  const stage = new CallStage({ api: { join: async () => joinedAs(alice, traceparent && { traceparent }) } });
  const [first] = stage.environment.sockets;
  const sent = () => (first ?? stage.environment.sockets.find(({ url }) => url.searchParams.get("peerId") === alice))?.sent ?? [];
  return { stage, signals: () => sent().filter(({ type }) => type === "signal") };
}

test("[TRC-7] what sets media up names its span until media comes through, and nothing after", async () => {
  const { stage, signals } = openStage(sampled);
  await stage.environment.advance(1_000);
  const before = signals().filter(({ data }) => data !== null);
  stage.connectMedia();

  await stage.alice.call.setTrack("screen", trackOf("video"));
  await stage.environment.advance(1_000);

  const after = signals()
    .filter(({ data }) => data !== null)
    .slice(before.length);
  expect(before.length).toBeGreaterThan(0);
  expect(before.map(({ traceparent }) => traceparent)).toEqual(before.map(() => sampled));
  expect(after.length).toBeGreaterThan(0);
  expect(after.filter((frame) => "traceparent" in frame)).toEqual([]);
});

test.each([
  ["is not sampled", sampled.replace(/01$/, "00") as Traceparent],
  ["is not named, for the service is not traced", undefined],
])("[TRC-7] a span that %s stands in no frame", async (_, traceparent) => {
  const { stage, signals } = openStage(traceparent);
  await stage.environment.advance(1_000);

  expect(signals().length).toBeGreaterThan(0);
  expect(signals().filter((frame) => "traceparent" in frame)).toEqual([]);
});

test("[TRC-8] the report of the set-up names the span that the first join was answered", async () => {
  const reports: Outcome[] = [];
  const report = { browser: "chromium", send: (_: unknown, outcome: Outcome) => void reports.push(outcome) } as const;
  const stage = new CallStage({ report, api: { join: async () => joinedAs(alice, { traceparent: sampled, reports: true }) } });
  await stage.environment.advance(1_000);

  stage.alice.call.reportGone();

  expect(reports).toMatchObject([{ traceparent: sampled, setup: { result: "abandoned" } }]);
});

test("[TRC-7] a peer that comes back is no part of the set-up any more", async () => {
  const { stage, signals } = openStage(sampled);
  await stage.environment.advance(1_000);
  const before = signals().length;
  await stage.bob.call.hangUp();
  await stage.environment.advance(1_000);

  stage.open("bbbbbbbbbbbbbbbb" as Parameters<typeof stage.open>[0], {});
  await stage.environment.advance(1_000);

  const later = signals().slice(before);
  expect(later.length).toBeGreaterThan(0);
  expect(later.filter((frame) => "traceparent" in frame)).toEqual([]);
});
