import type { EndReport, MediaPath } from "@tgcall/protocol";

/**
 * Whether media goes straight or through TURN at either end, and by what this end sends it; `undefined` while no pair of
 * candidates is selected.
 */
export function selectedPath(report: RTCStatsReport): MediaPath | undefined {
  const { pair, entries } = selectedPair(report);
  if (pair === undefined) return undefined;
  const [local, remote] = [pair.localCandidateId, pair.remoteCandidateId].map((id) => entries.get(id ?? ""));
  const route = local?.candidateType === "relay" || remote?.candidateType === "relay" ? "relay" : "direct";
  return { route, transport: transportOf(local) };
}

/** How the selected path fares: the share of media packets that did not come, the round trip, and the worst track's jitter. */
export function pathQuality(report: RTCStatsReport): Pick<EndReport, "lossRatio" | "roundTripMs" | "jitterMs"> {
  const { pair, entries } = selectedPair(report);
  const incoming = [...entries.values()].filter(({ type }) => type === "inbound-rtp");
  const lost = sum(incoming.map(({ packetsLost = 0 }) => Math.max(0, packetsLost)));
  const expected = lost + sum(incoming.map(({ packetsReceived = 0 }) => packetsReceived));
  const jitters = incoming.flatMap(({ jitter }) => jitter ?? []);
  const seconds = pair?.currentRoundTripTime;
  return {
    ...(expected === 0 ? {} : { lossRatio: lost / expected }),
    ...(seconds === undefined ? {} : { roundTripMs: toMs(seconds) }),
    ...(jitters.length === 0 ? {} : { jitterMs: toMs(Math.max(...jitters)) }),
  };
}

const maxMs = 60_000;
const toMs = (seconds: number): number => Math.min(maxMs, Math.round(seconds * 1_000));

function selectedPair(report: RTCStatsReport): { readonly pair: Entry | undefined; readonly entries: ReadonlyMap<string, Entry> } {
  const entries = new Map<string, Entry>();
  report.forEach((entry: Entry) => void entries.set(entry.id, entry));
  const all = [...entries.values()];
  const selected = all.find(({ type }) => type === "transport")?.selectedCandidatePairId;
  return { pair: selected === undefined ? all.find(isNominated) : entries.get(selected), entries };
}

/** To a TURN server by what it is asked with, to a peer by the candidate's own. */
function transportOf({ candidateType, relayProtocol, protocol }: Partial<Entry> = {}): MediaPath["transport"] {
  const named = candidateType === "relay" ? (relayProtocol ?? protocol) : protocol;
  return named === "tcp" || named === "tls" ? named : "udp";
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

interface Entry {
  readonly id: string;
  readonly type: string;
  readonly selectedCandidatePairId?: string;
  readonly localCandidateId?: string;
  readonly remoteCandidateId?: string;
  readonly candidateType?: string;
  readonly protocol?: string;
  readonly relayProtocol?: string;
  readonly currentRoundTripTime?: number;
  readonly jitter?: number;
  readonly packetsLost?: number;
  readonly packetsReceived?: number;
  readonly nominated?: boolean;
  readonly state?: string;
}

/** Firefox has no transport entry. */
const isNominated = ({ type, nominated, state }: Entry): boolean =>
  type === "candidate-pair" && nominated === true && state === "succeeded";
