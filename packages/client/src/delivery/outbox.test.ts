import { describe, expect, test } from "vitest";
import { noDeliveries } from "./delivery-counts.ts";
import { Outbox, outboxLimits } from "./outbox.ts";

const outbox = (): Outbox => new Outbox(() => 0.5, noDeliveries());
const tooMuch = expect.objectContaining({ code: "rate_limited" });

describe("the bounds of an outbox", () => {
  test("[DLV-7] the 257th message is refused until some are acknowledged", () => {
    const toBob = outbox();
    for (let n = 0; n < outboxLimits.messages; n += 1) toBob.accept("1", 1);
    expect(() => toBob.accept("1", 1)).toThrow(tooMuch);

    toBob.acknowledge(10, 0);
    for (let n = 0; n < 10; n += 1) toBob.accept("1", 1);

    expect(() => toBob.accept("1", 1)).toThrow(tooMuch);
  });

  test("[DLV-7] what would exceed 1 MiB is refused until some is acknowledged", () => {
    const toBob = outbox();
    for (let n = 0; n < 17; n += 1) toBob.accept("x", 60_000);
    expect(() => toBob.accept("x", 60_000)).toThrow(tooMuch);

    toBob.acknowledge(1, 0);

    expect(() => toBob.accept("x", 60_000)).not.toThrow();
  });

  test("an acknowledgement of a part neither repeats nor skips the rest", () => {
    const toBob = outbox();
    for (const json of ["1", "2", "3"]) toBob.accept(json, 1);
    const first = [toBob.next(0)?.seq, toBob.next(0)?.seq];

    toBob.acknowledge(1, 0);
    toBob.accept("4", 1);

    expect([...first, toBob.next(0)?.seq, toBob.next(0)?.seq, toBob.next(0)?.seq]).toEqual([1, 2, 3, 4, undefined]);
  });
});
