import { NetworkError } from "@tgcall/client";
import { type IceServer, Problem } from "@tgcall/protocol";
import { beforeAll, describe, expect, test } from "vitest";
import { fakeApi } from "../testing/fake-api.ts";
import { speak } from "../texts/t.ts";
import { type CheckPorts, CheckRun } from "./check-run.ts";
import { writeReport } from "./report.ts";
import { summarise } from "./summary.ts";
import { bad, good } from "./verdict.ts";

beforeAll(() => speak("en"));

const servers: readonly IceServer[] = [
  { urls: ["stun:turn.example:3478"] },
  { urls: ["turn:turn.example:3478?transport=udp", "turns:turn.example:5349"], username: "user-name", credential: "pass-word" },
];
const found = { foundMs: 12, errorCodes: [], completed: true, untranslated: false };
const lost = { foundMs: undefined, errorCodes: [701], completed: true, untranslated: false };

const ports = (change: Partial<CheckPorts> = {}, iceServers = servers): CheckPorts => ({
  api: fakeApi({ check: async () => ({ iceServers, sig: "secret-sig", wsUrl: "wss://calls.example/ws" }) }),
  abilities: () => ({ secure: true, devices: true, peerConnection: true, screenShare: true }),
  devices: async () => ({ microphone: good(() => "mic works"), camera: good(() => "camera works") }),
  echo: async () => ({ roundTripsMs: [10] }),
  gather: async () => found,
  ...change,
});

async function ran(change: Partial<CheckPorts> = {}, iceServers = servers) {
  const run = new CheckRun(ports(change, iceServers));
  await run.run();
  return { rows: run.rows.value, summary: summarise(run.rows.value) };
}

describe("the diagnostics", () => {
  test("try every server by itself, TURN by relay alone", async () => {
    const tried: unknown[] = [];

    const { rows, summary } = await ran({
      gather: async (server, relay) => {
        tried.push([server.urls, relay]);
        return found;
      },
    });

    expect(tried).toEqual([
      ["stun:turn.example:3478", false],
      ["turn:turn.example:3478?transport=udp", true],
      ["turns:turn.example:5349", true],
    ]);
    expect(rows.map(({ status }) => status)).toEqual(Array(8).fill("good"));
    expect(summary?.status).toBe("good");
  });

  test("have no summary before the end", () => {
    expect(summarise(new CheckRun(ports()).rows.value)).toBeUndefined();
  });

  test.each([
    ["no servers at all", {}, [], "warning", "inside one network"],
    ["no relay", { gather: async (_, relay) => (relay ? lost : found) }, servers, "warning", "in most cases"],
    [
      "one way of several",
      { gather: async ({ urls }) => (String(urls).startsWith("turns") ? lost : found) },
      servers,
      "good",
      "not every way",
    ],
    ["no way", { gather: async () => lost }, servers, "bad", "No way through"],
    ["no service", { api: fakeApi({ check: () => Promise.reject(new NetworkError("no answer")) }) }, servers, "bad", "cannot be reached"],
    ["no echo", { echo: async () => ({ broke: "opening" }) }, servers, "bad", "cannot be reached"],
    [
      "a denied camera",
      { devices: async () => ({ microphone: good(() => ""), camera: bad(() => "") }) },
      servers,
      "warning",
      "needs attention",
    ],
    [
      "an insecure page",
      { abilities: () => ({ secure: false, devices: false, peerConnection: true, screenShare: false }) },
      servers,
      "bad",
      "https",
    ],
  ] as readonly (readonly [string, Partial<CheckPorts>, readonly IceServer[], string, string])[])(
    "with %s are summed up in plain words",
    async (_, change, iceServers, status, words) => {
      const { summary } = await ran(change, iceServers);

      expect(summary?.status).toBe(status);
      expect(summary?.words()).toContain(words);
    },
  );

  test("that were run too often say how long to wait, and still judge the devices", async () => {
    const { rows, summary } = await ran({
      api: fakeApi({ check: () => Promise.reject(new Problem("rate_limited", "", { retryAfterSeconds: 240 })) }),
    });

    expect(summary?.words()).toContain("240 seconds");
    expect(rows.find(({ id }) => id === "service")?.words?.()).toContain("240 seconds");
    expect(rows.find(({ id }) => id === "camera")?.status).toBe("good");
  });
});

test("the report names servers and verdicts, and no secret", async () => {
  const { rows, summary } = await ran();

  const report = writeReport(rows, summary, { at: "2030-01-01T00:00:00.000Z", page: "https://calls.example", userAgent: "Browser/1" });

  expect(report).toContain("[good] TURN TLS · turn.example:5349 (turns:turn.example:5349):");
  expect(report).toContain("Browser/1");
  expect(report).not.toMatch(/secret-sig|user-name|pass-word/);
});
