import { expect, test } from "vitest";
import { clientAddress } from "./support/edge.ts";
import { expectMediaFlows } from "./support/media.ts";
import { talk } from "./support/people.ts";
import { startApart } from "./support/start-apart.ts";
import { startTraceCollector } from "./support/trace-collector.ts";

/** Whatever a browser sends or is sent that must stay between it and the service. */
const secretShapes = /eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{10,}/g;
const sdpShapes = /a=(?:fingerprint|ice-ufrag|ice-pwd|candidate):|candidate:\S+ \d+ (?:udp|tcp) /gi;

test("[TRC-6] two people on different signal processes talk, and no secret or address of theirs is in a log line, a metric or a trace", async () => {
  await using collector = await startTraceCollector();
  await using system = await startApart({ ...collector.env, LOG_LEVEL: "trace" });
  await using call = await talk(system.origins[0] ?? "", system.origins[1]);
  const { ada, bob } = call;
  const secrets = new Set<string>([clientAddress]);
  for (const { page } of [ada, bob]) {
    page.on("websocket", (socket) => socket.on("framereceived", ({ payload }) => collect(String(payload), secrets)));
    page.on("response", async (response) => collect(await response.text().catch(() => ""), secrets));
  }

  await Promise.all([expectMediaFlows(ada.page), expectMediaFlows(bob.page)]);
  await bob.page.reload();
  await bob.sees(bob.tile("Ada"));
  await expectMediaFlows(bob.page);
  await bob.button("Hang up").click();
  await ada.sees(ada.page.getByText("Bob left"));
  await ada.button("New code").first().click();
  const field = ada.page.getByRole("textbox", { name: "Invite link" });
  await expect.poll(async () => collect(await field.inputValue(), secrets).size).toBeGreaterThan(4);

  await expect.poll(() => ["POST /api/join", "joinCall", "evalsha", "GET"].some((name) => collector.received().includes(name))).toBe(true);
  const output = system.processes.map((each) => each.output()).join("\n");
  const metrics = await system.metrics();
  expect(output).toContain("peer connected");
  expect(metrics).toContain("tgcall_signal_upgrades_total");
  const places = { logs: output, metrics, traces: collector.received() };
  for (const [place, text] of Object.entries(places)) {
    expect({ place, tokens: text.match(secretShapes) }).toEqual({ place, tokens: null });
    expect({ place, descriptions: text.match(sdpShapes) }).toEqual({ place, descriptions: null });
    for (const secret of secrets) expect({ place, isThere: text.includes(secret) }).toEqual({ place, isThere: false });
  }
  const remote = /tgcall_signal_forwards_total\{[^}]*route="remote"[^}]*\} (\d+)/g;
  const forwarded = [...metrics.matchAll(remote)].map(([, count]) => Number(count));
  expect(forwarded.every((count) => count > 0)).toBe(true);
});

/** Adds every ticket, token, code, SDP fingerprint and address of a candidate of a text to what must not be found elsewhere. */
function collect(text: string, secrets: Set<string>): Set<string> {
  for (const [token] of text.matchAll(secretShapes)) secrets.add(token);
  for (const [, code] of text.matchAll(/(?:"code":"|#code=)([0-9A-Z]{8})\b/g)) if (code !== undefined) secrets.add(code);
  for (const [, fingerprint] of text.matchAll(/a=fingerprint:sha-256 ([0-9A-F:]+)/g))
    if (fingerprint !== undefined) secrets.add(fingerprint);
  // Redis of these tests listens here too.
  for (const [, address] of text.matchAll(/candidate:\S+ \d+ (?:udp|tcp) \d+ (\S+) \d+ typ/gi))
    if (address !== undefined && address !== "127.0.0.1") secrets.add(address);
  return secrets;
}
