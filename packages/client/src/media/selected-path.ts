/** Whether media goes straight or through TURN at either end; `undefined` while no pair of candidates is selected. */
export function selectedPath(report: RTCStatsReport): "direct" | "relay" | undefined {
  const entries = new Map<string, Entry>();
  report.forEach((entry: Entry) => void entries.set(entry.id, entry));
  const all = [...entries.values()];
  const selected = all.find(({ type }) => type === "transport")?.selectedCandidatePairId;
  const pair = selected === undefined ? all.find(isNominated) : entries.get(selected);
  if (pair === undefined) return undefined;
  const ends = [pair.localCandidateId, pair.remoteCandidateId].map((id) => entries.get(id ?? "")?.candidateType);
  return ends.includes("relay") ? "relay" : "direct";
}

interface Entry {
  readonly id: string;
  readonly type: string;
  readonly selectedCandidatePairId?: string;
  readonly localCandidateId?: string;
  readonly remoteCandidateId?: string;
  readonly candidateType?: string;
  readonly nominated?: boolean;
  readonly state?: string;
}

/** Firefox has no transport entry. */
const isNominated = ({ type, nominated, state }: Entry): boolean =>
  type === "candidate-pair" && nominated === true && state === "succeeded";
