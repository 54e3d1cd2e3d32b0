import { Problem } from "@tgcall/protocol";
import { openMemoryStores } from "@tgcall/store";
import { expect, test } from "vitest";
import { problem } from "../testing/problem.ts";
import { startApi, type TestApi } from "../testing/start-api.ts";

const setup = {
  result: "connected",
  ageMs: 1_900,
  phases: [
    { name: "join", startMs: 0, durationMs: 120 },
    { name: "ws", startMs: 120, durationMs: 80 },
    { name: "ice", startMs: 1_500, durationMs: 300 },
  ],
};
const end = {
  reason: "left",
  talkedMs: 61_000,
  iceRestarts: 2,
  reconnects: 1,
  longestGapMs: 400,
  messages: 30,
  resends: 3,
  duplicates: 1,
  lossRatio: 0.012,
  roundTripMs: 45,
  jitterMs: 8,
  recoveries: [{ rung: "relay", result: "recovered", count: 2 }],
};
const path = { route: "relay", transport: "tls" };
const outcome = { browser: "chromium", path, setup, end, traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" };

async function reporter(api: TestApi) {
  const { callId, joinToken } = await api.create();
  const bearer = { authorization: `Bearer ${joinToken}` };
  const report = (body: unknown, headers: Readonly<Record<string, string>> = bearer) =>
    api.post(`/api/call/${callId}/outcome`, body, headers);
  return { callId, joinToken, report };
}

const samplesOf = async (api: TestApi) =>
  (await api.readMetrics())
    .split("\n")
    .filter((line) => line.startsWith("tgcall_client_") && !line.endsWith(" 0") && !line.includes("_bucket"));

test("[API-31] a report is counted by phase, path, browser and reason, and shows nothing else", async () => {
  await using api = await startApi();
  const { report } = await reporter(api);

  expect((await report(outcome)).status).toBe(204);

  const route = 'service="api",route="relay"';
  expect(new Set(await samplesOf(api))).toEqual(
    new Set([
      'tgcall_client_setups_total{result="connected",browser="chromium",service="api"} 1',
      `tgcall_client_setup_seconds_sum{service="api",phase="join",route="relay"} 0.12`,
      `tgcall_client_setup_seconds_count{service="api",phase="join",route="relay"} 1`,
      `tgcall_client_setup_seconds_sum{service="api",phase="ws",route="relay"} 0.08`,
      `tgcall_client_setup_seconds_count{service="api",phase="ws",route="relay"} 1`,
      `tgcall_client_setup_seconds_sum{service="api",phase="ice",route="relay"} 0.3`,
      `tgcall_client_setup_seconds_count{service="api",phase="ice",route="relay"} 1`,
      `tgcall_client_setup_seconds_sum{service="api",phase="total",route="relay"} 0.5`,
      `tgcall_client_setup_seconds_count{service="api",phase="total",route="relay"} 1`,
      'tgcall_client_paths_total{route="relay",transport="tls",browser="chromium",service="api"} 1',
      'tgcall_client_ends_total{reason="left",browser="chromium",service="api"} 1',
      `tgcall_client_call_seconds_sum{${route}} 61`,
      `tgcall_client_call_seconds_count{${route}} 1`,
      'tgcall_client_ice_restarts_total{service="api"} 2',
      'tgcall_client_recoveries_total{rung="relay",result="recovered",service="api"} 2',
      'tgcall_client_reconnects_total{service="api"} 1',
      'tgcall_client_gap_seconds_sum{service="api"} 0.4',
      'tgcall_client_gap_seconds_count{service="api"} 1',
      'tgcall_client_messages_total{service="api"} 30',
      'tgcall_client_resends_total{service="api"} 3',
      'tgcall_client_duplicates_total{service="api"} 1',
      `tgcall_client_loss_ratio_sum{${route},browser="chromium"} 0.012`,
      `tgcall_client_loss_ratio_count{${route},browser="chromium"} 1`,
      `tgcall_client_round_trip_seconds_sum{${route},browser="chromium"} 0.045`,
      `tgcall_client_round_trip_seconds_count{${route},browser="chromium"} 1`,
      `tgcall_client_jitter_seconds_sum{${route}} 0.008`,
      `tgcall_client_jitter_seconds_count{${route}} 1`,
    ]),
  );
});

test("[API-31] an attempt that failed counts as failed, and its phases as nobody's times", async () => {
  await using api = await startApi();
  const { report } = await reporter(api);

  await report({ browser: "safari", setup: { ...setup, result: "failed" } });

  expect(await samplesOf(api)).toEqual(['tgcall_client_setups_total{result="failed",browser="safari",service="api"} 1']);
});

test("[API-31] one peer cannot make many failures of its own, nor many successes; others' count beside them", async () => {
  await using api = await startApi();
  const [ada, other] = [await reporter(api), await reporter(api)];
  const failed = { browser: "chromium", setup: { ...setup, result: "failed" } };
  const connected = { browser: "chromium", setup };

  const answers = [];
  for (const said of [failed, failed, connected, connected, failed]) answers.push((await ada.report(said)).status);
  await other.report(failed);

  expect(answers).toEqual([204, 204, 204, 204, 204]);
  expect(await samplesOf(api)).toEqual(
    expect.arrayContaining([
      'tgcall_client_setups_total{result="failed",browser="chromium",service="api"} 2',
      'tgcall_client_setups_total{result="connected",browser="chromium",service="api"} 1',
    ]),
  );
});

test("[API-31] a report is heard of a call that is over, from a kicked peer, and while the store is away", async () => {
  const stores = openMemoryStores();
  const away = () => Promise.reject(new Problem("store_unavailable"));
  const usedTokens = { burn: away };
  await using api = await startApi({ stores: { ...stores, usedTokens, rosters: { ...stores.rosters, isKicked: away } } });
  const { callId, report } = await reporter(api);
  await stores.calls.end(callId);

  expect((await report({ browser: "other", setup, end })).status).toBe(204);
  expect(await samplesOf(api)).toContain('tgcall_client_setups_total{result="connected",browser="other",service="api"} 1');
});

test.each([
  ["nothing reported", { browser: "chromium" }],
  ["an unknown browser", { ...outcome, browser: "Mozilla/5.0 (X11)" }],
  ["no browser", { setup }],
  ["an unknown phase", { ...outcome, setup: { ...setup, phases: [{ name: "coffee", startMs: 0, durationMs: 1 }] } }],
  ["a phase twice", { ...outcome, setup: { ...setup, phases: [setup.phases[0], setup.phases[0]] } }],
  ["seven phases", { ...outcome, setup: { ...setup, phases: Array(7).fill(setup.phases[0]) } }],
  ["a negative duration", { ...outcome, setup: { ...setup, phases: [{ name: "ws", startMs: 0, durationMs: -1 }] } }],
  ["half a millisecond", { ...outcome, setup: { ...setup, phases: [{ name: "ws", startMs: 0.5, durationMs: 1 }] } }],
  ["a duration of months", { ...outcome, setup: { ...setup, phases: [{ name: "ws", startMs: 0, durationMs: 1e12 }] } }],
  ["phases as an object", { ...outcome, setup: { ...setup, phases: {} } }],
  ["an unknown result", { ...outcome, setup: { ...setup, result: "great" } }],
  ["no age", { ...outcome, setup: { result: "connected", phases: [] } }],
  ["an unknown route", { ...outcome, path: { route: "pigeon", transport: "udp" } }],
  ["a route alone", { ...outcome, path: { route: "relay" } }],
  ["an unknown reason", { ...outcome, end: { ...end, reason: "bored" } }],
  ["a million and one restarts", { ...outcome, end: { ...end, iceRestarts: 1_000_001 } }],
  ["more loss than packets", { ...outcome, end: { ...end, lossRatio: 1.01 } }],
  ["loss as text", { ...outcome, end: { ...end, lossRatio: "0" } }],
  ["a round trip of minutes", { ...outcome, end: { ...end, roundTripMs: 60_001 } }],
  ["an unknown rung", { ...outcome, end: { ...end, recoveries: [{ rung: "reboot", result: "failed", count: 1 }] } }],
  ["seven recoveries", { ...outcome, end: { ...end, recoveries: Array(7).fill(end.recoveries[0]) } }],
  ["counts missing", { ...outcome, end: { reason: "left" } }],
  ["a traceparent of zeros", { ...outcome, traceparent: `00-${"0".repeat(32)}-${"0".repeat(16)}-01` }],
  ["an injected traceparent", { ...outcome, traceparent: `${outcome.traceparent}\n` }],
  ["a list", [outcome]],
  ["a text", '"x"'],
  ["no body", undefined],
])("[API-31] %s is 400 and counts nothing", async (_, body) => {
  await using api = await startApi();
  const { report } = await reporter(api);

  expect(await report(body)).toMatchObject(problem(400, "bad_request"));

  expect(await samplesOf(api)).toEqual([]);
});

test("[API-31] who holds no join token of the call reports nothing", async () => {
  await using api = await startApi();
  const { report } = await reporter(api);
  const stranger = await api.create();

  expect(await report(outcome, {})).toMatchObject(problem(401, "token_invalid"));
  expect(await report(outcome, { authorization: "Bearer x" })).toMatchObject(problem(401, "token_invalid"));
  expect(await report(outcome, { authorization: `Bearer ${stranger.joinToken}` })).toMatchObject(problem(403, "forbidden"));
  expect(await samplesOf(api)).toEqual([]);
});

test("[API-31] one peer's reports are counted up to a rate, the others' go on", async () => {
  await using api = await startApi({ env: { RATE_REPORT: "2/600" } });
  const [ada, other] = [await reporter(api), await reporter(api)];

  const answers = [await ada.report(outcome), await ada.report(outcome), await ada.report(outcome), await other.report(outcome)];

  expect(answers.map(({ status }) => status)).toEqual([204, 204, 429, 204]);
});

test("[API-32] joining says whether reports are wanted, and who refuses them hears none", async () => {
  await using wanting = await startApi();
  await using refusing = await startApi({ env: { CLIENT_REPORTS: "refuse" } });
  const { joinToken, report } = await reporter(refusing);

  expect((await wanting.join((await wanting.create()).joinToken)).reports).toBe(true);
  expect((await refusing.join(joinToken)).reports).toBe(false);
  expect(await report(outcome)).toMatchObject(problem(404, "not_found"));
});
