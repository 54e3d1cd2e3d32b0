import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { expectMediaFlows } from "./support/media.ts";
import { talk } from "./support/people.ts";
import { startApart } from "./support/start-apart.ts";
import { root } from "./support/start-process.ts";
import { type LogLine, storyOf } from "./support/story.ts";
import { startTraceCollector } from "./support/trace-collector.ts";

test("one grep for a call's id tells its story in order, across two api and two signal processes, and pages' reports are counted", async () => {
  await using collector = await startTraceCollector();
  await using system = await startApart(collector.env);
  await using call = await talk(system.origins[0] ?? "", system.origins[1]);
  const { ada, bob } = call;
  await Promise.all([expectMediaFlows(ada.page), expectMediaFlows(bob.page)]);
  const callId = callIdIn(system.processes.map((each) => each.output()).join(""));
  const reported = (field: string) => () => storyOf(system.processes, callId).filter((line) => line[field] !== undefined).length;
  await expect.poll(reported("result")).toBe(2);

  await bob.button("Hang up").click();
  await ada.sees(ada.page.getByText("Bob left"));
  await ada.button("Hang up").click();
  await expect.poll(reported("reason")).toBe(2);

  const story = storyOf(system.processes, callId);
  const [adasId, bobsId] = ["call created", "code resolved"].map((event) => peerOf(story, event));
  for (const [peerId, beginning] of [
    [adasId, []],
    [bobsId, ["code resolved"]],
  ] as const) {
    const own = story.filter(({ peer_id }) => peer_id === peerId).map(({ message }) => message);
    expect(own).toEqual(
      inOrder(...beginning, "join granted", "join granted", "peer connected", "first message forwarded", "peer left", "peer disconnected"),
    );
    expect(own).toEqual(inOrder("peer connected", "first message delivered", "outcome reported", "peer left"));
    expect(own.filter((message) => message === "outcome reported")).toHaveLength(2);
  }
  expect(story.map(({ message }) => message)).toEqual(
    inOrder(
      "call created",
      "code resolved",
      "peer connected",
      "first message forwarded",
      "first message delivered",
      "outcome reported",
      "peer left",
    ),
  );
  expect(new Set(story.map(({ pod, service }) => `${service} ${pod}`)).size).toBe(3);
  for (const { message, trace_id } of story) {
    expect({ message, trace_id }).toEqual({ message, trace_id: expect.stringMatching(/^[0-9a-f]{32}$/) });
  }

  const metrics = await system.metrics();
  const page = await readFile(`${root}/docs/metrics.md`, "utf8");
  for (const [, name] of metrics.matchAll(/^# HELP (\S+)/gm)) expect(page).toContain(`| \`${name}\` |`);
  const sum = (name: string, labels: RegExp): number =>
    [...metrics.matchAll(/^(\w+)\{([^}]*)\} (\S+)$/gm)].reduce(
      (total, [, known, given = "", value]) => total + (known === name && labels.test(given) ? Number(value) : 0),
      0,
    );
  expect(sum("tgcall_client_setups_total", /result="connected".*browser="chromium"/)).toBe(2);
  expect(sum("tgcall_client_paths_total", /route="direct"/)).toBe(2);
  expect(sum("tgcall_client_ends_total", /reason="left"/)).toBe(2);
  expect(sum("tgcall_client_setup_seconds_count", /phase="media"/)).toBe(2);
  expect(sum("tgcall_client_setup_seconds_count", /phase="resolve"/)).toBe(1);
  expect(sum("tgcall_client_setup_seconds_sum", /phase="total"/)).toBeCloseTo(sum("tgcall_client_setup_seconds_sum", /phase="(?!total)/));
  expect(sum("tgcall_client_messages_total", /service/)).toBeGreaterThan(3);
  expect(sum("tgcall_signal_departures_total", /reason="left"/)).toBe(2);
  expect(sum("tgcall_signal_forward_seconds_count", /route="remote"/)).toBeGreaterThan(3);
});

const callIdIn = (output: string): string => /"call_id":"([a-z0-9]{16,32})"/.exec(output)?.[1] ?? "";

/** Whose page it was that did this: the initiator's is the first to join. */
function peerOf(story: readonly LogLine[], event: string): string | undefined {
  const known = story.find(({ message }) => message === event)?.peer_id;
  return known ?? story.find(({ message }) => message === "join granted")?.peer_id;
}

/** A list that has these in this order, whatever stands between them. */
const inOrder = (...events: readonly string[]) => ({
  asymmetricMatch(list: readonly string[]) {
    let at = 0;
    for (const each of list) if (each === events[at]) at += 1;
    return at === events.length;
  },
  toString: () => `in order: ${events.join(", ")}`,
});
