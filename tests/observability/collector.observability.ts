import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type Collector, startCollector } from "./support/collector.ts";

const idOf = (name: string | number): string => createHash("md5").update(String(name)).digest("hex");

const namesOf = (collector: Collector, traceId: string): readonly string[] =>
  collector
    .kept()
    .filter((span) => span.traceId === traceId)
    .map(({ name }) => name);

const untilKept = (collector: Collector, traceId: string, names: readonly string[]): Promise<void> =>
  vi.waitFor(() => expect(namesOf(collector, traceId)).toEqual(names), { timeout: 10_000, interval: 100 });

const failedPage = { name: "page", seconds: 40, attributes: { "tgcall.setup": "failed", "tgcall.problem": "setup_failed" } };

test("what is tested here is built of the version that compose starts", () => {
  const started = /opentelemetry-collector-contrib:(\S+)/.exec(readFileSync("compose.observability.yaml", "utf8"))?.[1];
  const tested = /tailsamplingprocessor v(\S+)/.exec(readFileSync("tests/observability/collector/go.mod", "utf8"))?.[1];

  expect(tested).toBe(started);
});

describe("the collector of one machine", () => {
  const owned = new AsyncDisposableStack();
  let collector: Collector;

  beforeAll(async () => {
    collector = owned.use(await startCollector());
  });

  afterAll(() => owned.disposeAsync());

  test("hands on what failed at once, with all of its trace that came before, and then all that follows", async () => {
    const traceId = idOf("failed");

    await collector.send({ traceId, name: "POST /api/call/create" }, { traceId, name: "upgrade" });
    await collector.send({ traceId, ...failedPage });
    await untilKept(collector, traceId, ["POST /api/call/create", "upgrade", "page"]);
    await collector.send({ traceId, name: "forward" });
    await untilKept(collector, traceId, ["POST /api/call/create", "upgrade", "page", "forward"]);
  });

  test("keeps what was an error, was refused or was slow, and not who waited long for the other", async () => {
    const waited = idOf("waited");
    const [error, refused, slow] = [idOf("error"), idOf("refused"), idOf("slow")] as const;

    await collector.send({ traceId: waited, name: "page", seconds: 120 });
    await collector.send({ traceId: error, name: "GET /api/turn", isError: true });
    await collector.send({ traceId: refused, name: "POST /api/join", attributes: { "tgcall.problem": "call_full" } });
    await collector.send({ traceId: slow, name: "upgrade", seconds: 4 });

    for (const [traceId, name] of [
      [error, "GET /api/turn"],
      [refused, "POST /api/join"],
      [slow, "upgrade"],
    ] as const)
      await untilKept(collector, traceId, [name]);
    expect(namesOf(collector, waited)).toEqual([]);
  });

  test("keeps about one of twenty of the others", async () => {
    const ids = Array.from({ length: 1_000 }, (_, index) => idOf(index));
    const last = idOf("last");

    await collector.send(...ids.map((traceId) => ({ traceId, name: "GET /api/health" })));
    await collector.send({ traceId: last, ...failedPage });

    await untilKept(collector, last, ["page"]);
    const kept = collector.kept().filter(({ traceId }) => ids.includes(traceId));
    expect(kept.length).toBeGreaterThan(30);
    expect(kept.length).toBeLessThan(70);
  });
});

test("a failure is kept however late it comes, when the rest of its trace is given up", async () => {
  await using collector = await startCollector("1s");
  const traceId = idOf("late");

  await collector.send({ traceId, name: "POST /api/call/create" });
  await vi.waitFor(async () => expect(await collector.givenUp()).toBe(1), { timeout: 10_000, interval: 100 });
  await collector.send({ traceId, ...failedPage });

  await untilKept(collector, traceId, ["page"]);
});
