import { expect, test } from "vitest";
import { pathQuality, selectedPath } from "./selected-path.ts";

/** What a browser reports, as far as it matters. */
const reportOf = (...entries: readonly { readonly id: string; readonly [field: string]: unknown }[]): RTCStatsReport =>
  new Map(entries.map((entry) => [entry.id, entry])) as unknown as RTCStatsReport;

const transport = { id: "T", type: "transport", selectedCandidatePairId: "P" };
const pair = { id: "P", type: "candidate-pair", localCandidateId: "L", remoteCandidateId: "R", currentRoundTripTime: 0.0456 };
const local = { id: "L", type: "local-candidate", candidateType: "host", protocol: "udp" };
const remote = { id: "R", type: "remote-candidate", candidateType: "srflx", protocol: "udp" };

test.each([
  ["direct by udp", {}, {}, { route: "direct", transport: "udp" }],
  ["direct by tcp", { protocol: "tcp" }, {}, { route: "direct", transport: "tcp" }],
  ["our relay by udp", { candidateType: "relay", relayProtocol: "udp" }, {}, { route: "relay", transport: "udp" }],
  ["our relay by tls", { candidateType: "relay", relayProtocol: "tls" }, {}, { route: "relay", transport: "tls" }],
  ["our relay of a browser that says no more", { candidateType: "relay" }, {}, { route: "relay", transport: "udp" }],
  ["the peer's relay", {}, { candidateType: "relay" }, { route: "relay", transport: "udp" }],
])("media goes %s", (_, ours, theirs, path) => {
  expect(selectedPath(reportOf(transport, pair, { ...local, ...ours }, { ...remote, ...theirs }))).toEqual(path);
});

test("without a selected pair there is no path", () => {
  expect(selectedPath(reportOf(local, remote))).toBeUndefined();
});

test("quality is the share of lost packets over all tracks, the round trip of the path, and the worst jitter of a track", () => {
  const tracks = [
    { id: "A", type: "inbound-rtp", packetsLost: 3, packetsReceived: 97, jitter: 0.0042 },
    { id: "V", type: "inbound-rtp", packetsLost: -1, packetsReceived: 100, jitter: 0.0231 },
    { id: "O", type: "outbound-rtp", packetsLost: 1_000 },
  ];

  expect(pathQuality(reportOf(transport, pair, local, remote, ...tracks))).toEqual({ lossRatio: 0.015, roundTripMs: 46, jitterMs: 23 });
});

test("of a path without media or answers nothing is claimed", () => {
  expect(pathQuality(reportOf(transport, { ...pair, currentRoundTripTime: undefined }, local, remote))).toEqual({});
});
