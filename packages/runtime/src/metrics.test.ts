import { expect, test } from "vitest";
import { createMetrics } from "./metrics.ts";

/** The samples of one metric as Prometheus reads them. */
const samples = async (metrics: ReturnType<typeof createMetrics>, name: string): Promise<readonly string[]> =>
  (await metrics.registry.metrics()).split("\n").filter((line) => line.startsWith(name));

test("a counter begins at zero for every label and counts by one or more", async () => {
  const metrics = createMetrics({ service: "api" });
  const counter = metrics.counter("tgcall_x_total", "Things.", { labels: { outcome: ["ok", "failed"] } });

  counter.inc({ outcome: "ok" });
  counter.inc({ outcome: "ok" }, 2);

  expect(await samples(metrics, "tgcall_x_total")).toEqual([
    'tgcall_x_total{outcome="ok",service="api"} 3',
    'tgcall_x_total{outcome="failed",service="api"} 0',
  ]);
});

test("metrics without labels take the number alone", async () => {
  const metrics = createMetrics({ service: "api" });

  const counter = metrics.counter("tgcall_x_total", "Things.");
  counter.inc();
  counter.inc(4);
  metrics.gauge("tgcall_y", "Things.").set(7);
  metrics.histogram("tgcall_z_seconds", "Things.", { buckets: [1] }).observe(0.5);

  expect(await samples(metrics, "tgcall_x")).toEqual(['tgcall_x_total{service="api"} 5']);
  expect(await samples(metrics, "tgcall_y")).toEqual(['tgcall_y{service="api"} 7']);
  expect(await samples(metrics, "tgcall_z_seconds_bucket")).toEqual([
    'tgcall_z_seconds_bucket{le="1",service="api"} 1',
    'tgcall_z_seconds_bucket{le="+Inf",service="api"} 1',
  ]);
});

test("a gauge may be asked when the metrics are read", async () => {
  const metrics = createMetrics({ service: "api" });
  let rooms = 1;
  metrics.gauge("tgcall_rooms", "Rooms.", { read: () => rooms });

  rooms = 5;

  expect(await samples(metrics, "tgcall_rooms")).toEqual(['tgcall_rooms{service="api"} 5']);
});

test("the process's own figures and the build are there", async () => {
  const metrics = createMetrics({ service: "api" });

  expect(await samples(metrics, "tgcall_nodejs_eventloop_lag_seconds")).toHaveLength(1);
  expect(await samples(metrics, "tgcall_build_info")).toEqual([
    expect.stringMatching(/^tgcall_build_info\{version="[\d.]+",node="v\d+[\d.]+",service="api"\} 1$/),
  ]);
});

test("two services in one process do not meet", async () => {
  const api = createMetrics({ service: "api" });
  const signal = createMetrics({ service: "signal" });

  api.counter("tgcall_x_total", "Things.").inc();
  signal.counter("tgcall_x_total", "Things.");

  expect(await samples(signal, "tgcall_x_total")).toEqual(['tgcall_x_total{service="signal"} 0']);
});
