import { isCallId, isPeerId, isTraceparent } from "@tgcall/protocol";
import type { Envelope } from "./bus.ts";
import { isPodId } from "./pod-id.ts";
import { parseRoster } from "./roster-json.ts";

/*
 * Envelopes as text, any number in one message; ids and numbers hold no blank:
 *   F <callId> <to> <generation, base 36> <from> <fromPod> <length of the frame in UTF-16 units> [<sent at>] [<traceparent>]\n<frame>
 *   U <callId> <to> <peerId>\n
 * <sent at> is in microseconds since 1970 on the store's clock, base 36, <traceparent> the span that sent it; either may be
 * missing, and is known by its form. Older pods neither write nor read them.
 * A roster is a message of its own, because scripts write it and cannot count UTF-16 units:
 *   R <callId>\n<JSON>
 * Frames are copied as they are, never escaped.
 */

const radix = 36;
const rosterMark = "R ";

/** Writes an envelope as a record, or a roster as a whole message. */
export function encodeEnvelope(envelope: Envelope, sentAtMs?: number): string {
  switch (envelope.type) {
    case "frame": {
      const { callId, to, generation, from, fromPod, frame, traceparent } = envelope;
      const more = `${encodeTime(sentAtMs)}${traceparent === undefined ? "" : ` ${traceparent}`}`;
      return `F ${callId} ${to} ${generation.toString(radix)} ${from} ${fromPod} ${frame.length}${more}\n${frame}`;
    }
    case "undeliverable":
      return `U ${envelope.callId} ${envelope.to} ${envelope.peerId}\n`;
    case "roster":
      return `${rosterMark}${envelope.roster.callId}\n${JSON.stringify(envelope.roster)}`;
    default:
      return envelope satisfies never;
  }
}

const encodeTime = (ms: number | undefined): string => (ms === undefined ? "" : ` ${Math.round(ms * 1_000).toString(radix)}`);

/** Takes an envelope, and when it was sent on the store's clock if it says so. */
export type Accept = (envelope: Envelope, sentAtMs: number | undefined) => void;

/** Reads a message and delivers its envelopes in order; `false` when it, or the rest of it, is malformed and was dropped. */
export function decodeMessage(message: string, accept: Accept): boolean {
  if (message.startsWith(rosterMark)) return decodeRoster(message, accept);
  let position = 0;
  while (position < message.length) {
    const record = decodeRecord(message, position);
    if (record === undefined) return false;
    accept(record.envelope, record.sentAtMs);
    position = record.end;
  }
  return true;
}

function decodeRoster(message: string, accept: Accept): boolean {
  const roster = parseRosterSafely(message.slice(message.indexOf("\n") + 1));
  if (roster === undefined) return false;
  accept({ type: "roster", roster }, undefined);
  return true;
}

function parseRosterSafely(json: string): ReturnType<typeof parseRoster> | undefined {
  try {
    return parseRoster(json);
  } catch {
    return undefined;
  }
}

interface DecodedRecord {
  readonly envelope: Envelope;
  readonly sentAtMs?: number | undefined;
  /** Where the next record begins. */
  readonly end: number;
}

function decodeRecord(message: string, start: number): DecodedRecord | undefined {
  const headEnd = message.indexOf("\n", start);
  if (headEnd < 0) return undefined;
  const [kind, ...fields] = message.slice(start, headEnd).split(" ");
  if (kind === "F") return decodeFrame(fields, message, headEnd + 1);
  if (kind === "U") return decodeUndeliverable(fields, headEnd + 1);
  return undefined;
}

function decodeFrame(fields: readonly string[], message: string, start: number): DecodedRecord | undefined {
  const [callId, to, generationText = "", from, fromPod, lengthText, ...more] = fields;
  const generation = Number.parseInt(generationText, radix);
  const end = start + Number(lengthText);
  const isComplete = Number.isSafeInteger(generation) && Number.isSafeInteger(end) && end >= start && end <= message.length;
  if (!isComplete || !isCallId(callId) || !isPeerId(to) || !isPeerId(from) || !isPodId(fromPod)) return undefined;
  const traceparent = more.find(isTraceparent);
  const envelope: Envelope = { type: "frame", callId, to, generation, from, fromPod, frame: message.slice(start, end) };
  const sentAtMs = decodeTime(more.find((field) => timePattern.test(field)));
  return { envelope: traceparent === undefined ? envelope : { ...envelope, traceparent }, end, sentAtMs };
}

const timePattern = /^[0-9a-z]+$/;

function decodeTime(text: string | undefined): number | undefined {
  const microseconds = text === undefined ? Number.NaN : Number.parseInt(text, radix);
  return Number.isSafeInteger(microseconds) ? microseconds / 1_000 : undefined;
}

function decodeUndeliverable([callId, to, peerId]: readonly string[], end: number): DecodedRecord | undefined {
  if (!isCallId(callId) || !isPeerId(to) || !isPeerId(peerId)) return undefined;
  return { envelope: { type: "undeliverable", callId, to, peerId }, end };
}
