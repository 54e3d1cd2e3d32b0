import { createApiClient } from "@tgcall/client";
import type { BrowserFamily, MediaPath, Outcome, SetupReport } from "@tgcall/protocol";

interface Reported {
  readonly result: SetupReport["result"];
  readonly browser: BrowserFamily;
  readonly path?: MediaPath;
}

const phases: SetupReport["phases"] = [
  { name: "resolve", startMs: 0, durationMs: 40 },
  { name: "join", startMs: 40, durationMs: 60 },
  { name: "ws", startMs: 100, durationMs: 80 },
  { name: "description", startMs: 2_000, durationMs: 120 },
  { name: "ice", startMs: 2_120, durationMs: 300 },
  { name: "media", startMs: 2_420, durationMs: 90 },
];

const setup = ({ result }: Reported): Pick<Outcome, "setup"> => ({
  setup: { result, ageMs: 3_000, phases: result === "connected" ? phases : phases.slice(0, 4) },
});

const end: Pick<Outcome, "end"> = {
  end: {
    reason: "left",
    talkedMs: 60_000,
    iceRestarts: 1,
    reconnects: 1,
    longestGapMs: 800,
    messages: 30,
    resends: 2,
    duplicates: 1,
    lossRatio: 0.01,
    roundTripMs: 45,
    jitterMs: 8,
    recoveries: [{ rung: "restart", result: "recovered", count: 1 }],
  },
};

/** A page's two reports: of getting in, and, where it got in, of the whole call. */
export async function report(origin: string, reported: Reported): Promise<void> {
  const { browser, path, result } = reported;
  const page = { browser, ...(path === undefined ? {} : { path }) };
  const api = createApiClient(origin);
  const { callId, joinToken } = await api.create({ initiator_telegram_id: "1" });
  await api.join(joinToken);
  await api.report(callId, joinToken, { ...page, ...setup(reported) });
  if (result === "connected") await api.report(callId, joinToken, { ...page, ...end });
}

const direct: MediaPath = { route: "direct", transport: "udp" };
const relay = (transport: MediaPath["transport"]): MediaPath => ({ route: "relay", transport });

/** What pages report on a good day: most connect, directly or through TURN; some wait in vain, or come too late. */
export const goodDay: readonly Reported[] = [
  { result: "connected", browser: "chromium", path: direct },
  { result: "connected", browser: "ios", path: direct },
  { result: "connected", browser: "telegram", path: relay("udp") },
  { result: "connected", browser: "firefox", path: relay("tls") },
  { result: "alone", browser: "chromium" },
  { result: "refused", browser: "android" },
];

/** What they report when media finds no way. */
export const badDay: readonly Reported[] = [
  { result: "failed", browser: "safari" },
  { result: "failed", browser: "chromium" },
];
