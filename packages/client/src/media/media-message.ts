import { isRecord, limits, type PeerState, parsePeerStateChange, text } from "@tgcall/protocol";
import type { TrackSource } from "../call-view.ts";

/** What each `mid` of a description carries from its sender. */
export type Sources = Readonly<Record<string, TrackSource>>;

/**
 * Half of one exchange of offer and answer. `connection` counts the RTCPeerConnections that two peers used between their
 * epochs, `negotiation` the exchanges; an answer has the number of its offer.
 */
export interface DescriptionMessage {
  readonly kind: "description";
  readonly connection: number;
  readonly negotiation: number;
  readonly description: { readonly type: "offer" | "answer"; readonly sdp: string };
  readonly sources: Sources;
}

/** Candidates that were found within one batch; the empty candidate ends a generation. */
export interface CandidatesMessage {
  readonly kind: "candidates";
  readonly connection: number;
  readonly candidates: readonly RTCIceCandidateInit[];
}

/** The sender has begun a new RTCPeerConnection and waits for an offer. */
export interface RebuildMessage {
  readonly kind: "rebuild";
  readonly connection: number;
}

/** What two peers tell each other to have media between them. */
export type MediaMessage = DescriptionMessage | CandidatesMessage | RebuildMessage;

/** What goes from peer to peer over the data channel. */
export type ChannelMessage =
  | MediaMessage
  | { readonly kind: "state"; readonly name: string; readonly state: Partial<PeerState> }
  | { readonly kind: "leave" };

const maxConnections = 1_000_000;
const maxCandidates = 256;
const sourceNames: readonly unknown[] = ["microphone", "camera", "screen", "screen-audio"] satisfies TrackSource[];

/** Reads what a peer sent; what is not understood is `undefined`. */
export function parseMediaMessage(data: unknown): MediaMessage | undefined {
  if (!isRecord(data)) return undefined;
  const { kind, connection } = data;
  if (!isNumber(connection) || connection > maxConnections) return undefined;
  if (kind === "rebuild") return { kind, connection };
  if (kind === "candidates") return { kind, connection, candidates: candidatesOf(data["candidates"]) };
  return kind === "description" ? descriptionOf(connection, data) : undefined;
}

/** Reads a message of the data channel. */
export function parseChannelMessage(frame: unknown): ChannelMessage | undefined {
  try {
    const data: unknown = JSON.parse(String(frame));
    if (!isRecord(data)) return undefined;
    if (data["kind"] === "leave") return { kind: "leave" };
    if (data["kind"] !== "state") return parseMediaMessage(data);
    return {
      kind: "state",
      name: text(0, limits.maxNameLength)(data["name"], "name"),
      state: parsePeerStateChange(data["state"], "state"),
    };
  } catch {
    return undefined;
  }
}

function descriptionOf(connection: number, { negotiation, description, sources }: Record<string, unknown>): DescriptionMessage | undefined {
  if (!isNumber(negotiation) || !isRecord(description) || !isRecord(sources)) return undefined;
  const { type, sdp } = description;
  if ((type !== "offer" && type !== "answer") || typeof sdp !== "string") return undefined;
  const known = Object.entries(sources).filter((entry): entry is [string, TrackSource] => sourceNames.includes(entry[1]));
  return { kind: "description", connection, negotiation, description: { type, sdp }, sources: Object.fromEntries(known) };
}

const candidatesOf = (value: unknown): readonly RTCIceCandidateInit[] =>
  Array.isArray(value)
    ? value.slice(0, maxCandidates).filter((candidate) => isRecord(candidate) && typeof candidate["candidate"] === "string")
    : [];

const isNumber = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;
