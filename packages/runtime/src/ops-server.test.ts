import { connect } from "node:net";
import { expect, test } from "vitest";
import { silentLogger } from "./logger.ts";
import { createMetrics } from "./metrics.ts";
import { type Readiness, startOpsServer } from "./ops-server.ts";

/** An ops server whose status the test sets; closes itself. */
async function open(readiness: () => Readiness = () => ({ status: "ready" })) {
  const server = await startOpsServer({
    port: 0,
    host: "127.0.0.1",
    metrics: createMetrics({ service: "api" }),
    readiness,
    log: silentLogger,
  });
  const ask = (path: string, options?: RequestInit): Promise<Response> => fetch(`http://127.0.0.1:${server.port}${path}`, options);
  return { ask, port: server.port, close: server.close, [Symbol.asyncDispose]: () => server.close() };
}

test.each<[Readiness["status"], number]>([
  ["starting", 503],
  ["ready", 200],
  ["degraded", 200],
  ["draining", 503],
])("a process that is %s answers /readyz with %i, and says it", async (status, expected) => {
  await using ops = await open(() => ({ status, store: "away" }));

  const response = await ops.ask("/readyz");

  expect(response.status).toBe(expected);
  expect(await response.json()).toEqual({ status, store: "away" });
});

test.each<[Readiness["status"], string]>([
  ["starting", "ok"],
  ["ready", "ok"],
  ["degraded", "degraded"],
  ["draining", "ok"],
])("a process that is %s is alive, and says %s", async (status, said) => {
  await using ops = await open(() => ({ status }));

  const response = await ops.ask("/healthz?from=kubelet");

  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toBe("application/json");
  expect(await response.json()).toEqual({ status: said });
});

test("/metrics shows the status that the process is in", async () => {
  await using ops = await open(() => ({ status: "degraded" }));

  const response = await ops.ask("/metrics");

  expect(response.headers.get("content-type")).toContain("text/plain");
  expect((await response.text()).match(/^tgcall_readiness.*$/gm)).toEqual([
    'tgcall_readiness{status="starting",service="api"} 0',
    'tgcall_readiness{status="ready",service="api"} 0',
    'tgcall_readiness{status="degraded",service="api"} 1',
    'tgcall_readiness{status="draining",service="api"} 0',
  ]);
});

test("other paths and methods are refused", async () => {
  await using ops = await open();

  const posted = await ops.ask("/healthz", { method: "POST", body: "x" });

  expect(posted.status).toBe(405);
  expect(posted.headers.get("allow")).toBe("GET, HEAD");
  expect((await ops.ask("/")).status).toBe(404);
  expect((await ops.ask("/__proto__")).status).toBe(404);
  expect((await ops.ask("/healthz/")).status).toBe(404);
});

test("HEAD gets the headers alone", async () => {
  await using ops = await open(() => ({ status: "starting" }));

  const response = await ops.ask("/readyz", { method: "HEAD" });

  expect(response.status).toBe(503);
  expect(await response.text()).toBe("");
});

test("a status that cannot be told answers 500 and the server goes on", async () => {
  let isBroken = true;
  await using ops = await open(() => {
    if (isBroken) throw new Error("planted");
    return { status: "ready" };
  });

  const broken = await ops.ask("/readyz");
  isBroken = false;

  expect(broken.status).toBe(500);
  expect(await broken.text()).not.toContain("planted");
  expect((await ops.ask("/readyz")).status).toBe(200);
});

test("a port that is taken is said at once", async () => {
  await using ops = await open();
  const second = startOpsServer({
    port: ops.port,
    host: "127.0.0.1",
    metrics: createMetrics({ service: "api" }),
    readiness: () => ({ status: "ready" }),
    log: silentLogger,
  });

  await expect(second).rejects.toMatchObject({ code: "EADDRINUSE" });
});

test("closing does not wait for idle connections, and may be repeated", async () => {
  await using ops = await open();
  const idle = connect(ops.port, "127.0.0.1");
  await new Promise((resolve) => idle.once("connect", resolve));

  await ops.close();
  await ops.close();

  await expect(ops.ask("/healthz")).rejects.toThrow();
  idle.destroy();
});
