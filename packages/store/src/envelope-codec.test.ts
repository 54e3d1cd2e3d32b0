import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Envelope } from "./bus.ts";
import { decodeMessage, encodeEnvelope } from "./envelope-codec.ts";
import { newCallId, newPeerId, newPodId, newTraceparent } from "./testing/samples.ts";

const hello = {
  type: "frame",
  callId: newCallId(),
  to: newPeerId(),
  generation: 1_763_861_234_567,
  from: newPeerId(),
  fromPod: newPodId(),
} as const;
const undeliverable = { type: "undeliverable", callId: newCallId(), to: newPeerId(), peerId: newPeerId() } as const;

function decode(message: string) {
  const envelopes: Envelope[] = [];
  const times: (number | undefined)[] = [];
  const isWhole = decodeMessage(message, (envelope, sentAtMs) => {
    envelopes.push(envelope);
    times.push(sentAtMs);
  });
  return { envelopes, isWhole, times };
}

const anyEnvelope: fc.Arbitrary<Envelope> = fc.oneof(
  fc.record({ generation: fc.maxSafeNat(), frame: fc.string({ unit: "binary", maxLength: 200 }) }).map((given) => ({ ...hello, ...given })),
  fc.constant({ ...hello, frame: "hello", traceparent: newTraceparent() }),
  fc.constant(undeliverable),
);

describe("the codec of envelopes", () => {
  test("[BUS-3] any envelopes in one message are read as they were written", () => {
    fc.assert(
      fc.property(fc.array(anyEnvelope, { maxLength: 10 }), (envelopes) => {
        const message = envelopes.map((envelope) => encodeEnvelope(envelope)).join("");

        expect(decode(message)).toMatchObject({ envelopes, isWhole: true });
      }),
    );
  });

  test("[BUS-11] a frame tells when it was sent, to the microsecond; one of an older pod does not", () => {
    const sentAtMs = 1_763_861_234_567.891;

    const message = encodeEnvelope({ ...hello, frame: "new" }, sentAtMs) + encodeEnvelope({ ...hello, frame: "old" });

    expect(decode(message).times).toEqual([sentAtMs, undefined]);
  });

  test("[BUS-3] a frame names its span with and without a time, and one that is malformed is left out", () => {
    const traced = { ...hello, frame: "hello", traceparent: newTraceparent() };
    const { traceparent: _, ...plain } = traced;
    const timed = encodeEnvelope(traced, 1_000);

    const { envelopes, times } = decode(timed + encodeEnvelope(traced) + timed.replace(" 00-", " zz-"));

    expect(envelopes).toEqual([traced, traced, plain]);
    expect(times).toEqual([1_000, undefined, 1_000]);
  });

  test("[BUS-5] any text is read without an exception, and is either whole or malformed", () => {
    const mutated = fc
      .tuple(fc.array(anyEnvelope, { minLength: 1, maxLength: 4 }), fc.nat(400), fc.nat(40), fc.string())
      .map(([envelopes, at, count, insert]) => {
        const message = envelopes.map((envelope) => encodeEnvelope(envelope, at)).join("");
        return message.slice(0, at) + insert + message.slice(at + count);
      });

    fc.assert(
      fc.property(
        fc.oneof(
          mutated,
          fc.string(),
          fc.string().map((text) => `R ${text}`),
        ),
        (message) => {
          expect([true, false]).toContain(decode(message).isWhole);
        },
      ),
    );
  });

  test.each([
    ["an unknown kind", "X 1 2 3\n"],
    ["a record without its end", "F a b"],
    ["a frame that is cut short", encodeEnvelope({ ...hello, frame: "hello" }).slice(0, -1)],
    ["a negative length", encodeEnvelope({ ...hello, frame: "" }).replace(" 0\n", " -9\n")],
    ["a receiver that is no peer", encodeEnvelope({ ...hello, frame: "" }).replace(hello.to, "x")],
    ["a pod that is no pod", encodeEnvelope({ ...hello, frame: "" }).replace(hello.fromPod, "x")],
    ["a roster that is no JSON", "R abc\n{"],
    ["a roster without members", `R abc\n{"callId":"${hello.callId}"}`],
  ])("[BUS-5] %s is dropped, and what came before it is delivered", (_, malformed) => {
    expect(decode(malformed)).toMatchObject({ envelopes: [], isWhole: false });
    if (!malformed.startsWith("R "))
      expect(decode(encodeEnvelope(undeliverable) + malformed)).toMatchObject({ envelopes: [undeliverable], isWhole: false });
  });

  test("[BUS-6] a frame of 64 KiB between ids of 24 characters travels with 125 bytes of overhead at most, 56 more when traced", () => {
    const [id, frame] = ["a".repeat(24), "ж".repeat(32 * 1024)];
    const ids = { callId: id, to: id, from: id, fromPod: "b".repeat(16) } as unknown as typeof hello;

    const record = encodeEnvelope({ ...hello, ...ids, frame }, 4_102_444_800_000);

    const traced = encodeEnvelope({ ...hello, ...ids, frame, traceparent: newTraceparent() }, 4_102_444_800_000);

    expect(Buffer.byteLength(record) - Buffer.byteLength(frame)).toBeLessThanOrEqual(125);
    expect(Buffer.byteLength(traced) - Buffer.byteLength(record)).toBe(56);
  });
});
