import { context, trace } from "@opentelemetry/api";
import { expect, test } from "vitest";
import { createLogger, type LoggerOptions } from "./logger.ts";

/** A logger and what it has written, parsed. */
function listen(options: Partial<LoggerOptions> = {}) {
  const lines: unknown[] = [];
  const destination = { write: (line: string) => void lines.push(JSON.parse(line)) };
  return { lines, log: createLogger({ service: "api", level: "info", destination, ...options }) };
}

test("a line says when, how grave, who, what and the fields in snake_case", () => {
  const { lines, log } = listen({ pod: "pod1" });

  log.info("peer connected", { callId: "c1", peerId: "p1" });

  expect(lines).toEqual([
    {
      level: "info",
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      service: "api",
      pod: "pod1",
      message: "peer connected",
      call_id: "c1",
      peer_id: "p1",
    },
  ]);
});

test("lines below the level are not written", () => {
  const { lines, log } = listen({ level: "warn" });

  log.debug("listening");
  log.info("listening");
  log.warn("redis failed");
  log.error("task failed");

  expect(lines).toMatchObject([
    { level: "warn", message: "redis failed" },
    { level: "error", message: "task failed" },
  ]);
});

test("a child's lines carry its fields too", () => {
  const { lines, log } = listen();

  log.child({ callId: "c1" }).child({ peerId: "p1", sig: "planted" }).info("peer left", { bytes: 3 });

  expect(lines).toMatchObject([{ call_id: "c1", peer_id: "p1", sig: "[redacted]", bytes: 3 }]);
});

test("no secret is written, wherever it stands", () => {
  const { lines, log } = listen();
  const token = "eyJhbGciOiJIUzI1NiJ9.eyJwbGFudGVkIjoxfQ.cGxhbnRlZA";

  log.error("request failed", {
    text: `refused ${token}`,
    request: { url: "/ws?sig=planted", headers: { authorization: "planted" } },
    error: new Error(token),
  });

  expect(lines).toHaveLength(1);
  expect(JSON.stringify(lines)).not.toMatch(/planted|eyJ/);
});

test("a line names the trace that it belongs to, also when a field that would name another is not there", () => {
  const { lines, log } = listen();
  const traceId = "0af7651916cd43dd8448eb211c80319c";
  const active = trace.setSpanContext(context.active(), { traceId, spanId: "b7ad6b7169203331", traceFlags: 1 });
  const manager = { active: () => active, with: () => undefined, bind: <T>(_: unknown, target: T) => target };
  context.setGlobalContextManager({ ...manager, enable: () => manager, disable: () => manager } as never);

  log.info("peer left");
  log.info("peer lost", { traceId: undefined });
  context.disable();
  log.info("peer left");

  const named = expect.objectContaining({ trace_id: traceId });
  expect(lines).toEqual([named, named, expect.not.objectContaining({ trace_id: traceId })]);
});
