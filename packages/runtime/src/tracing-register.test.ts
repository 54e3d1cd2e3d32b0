import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const packageFolder = fileURLToPath(new URL("..", import.meta.url));

/** What a traced process does: serves one request that is full of secrets, then stops as under a signal. */
const program = `
  import { createServer, request } from "node:http";
  import { createLifecycle, createLogger } from "@tgcall/runtime";
  const log = createLogger({ service: "traced", level: "info" });
  const lifecycle = createLifecycle({ log, process });
  const server = createServer((incoming, response) => {
    log.info("asked");
    response.statusCode = 500;
    response.end();
  });
  server.listen(0, () => {
    const { port } = server.address();
    const options = { port, path: "/api/join?sig=planted#planted", headers: { authorization: "Bearer planted", "user-agent": "test" } };
    request(options, (answer) => answer.resume().once("end", () => process.kill(process.pid, "SIGTERM"))).end();
  });
  lifecycle.onClose("server", () => { server.close(); server.closeAllConnections(); });
`;

interface Received {
  readonly path: string | undefined;
  readonly body: string;
}

/** A collector that keeps what it is sent; closes itself. */
async function openCollector() {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    received.push({ path: request.url, body: await text(request) });
    response.setHeader("content-type", "application/json").end("{}");
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  return { received, url: `http://127.0.0.1:${port}`, [Symbol.asyncDispose]: async () => void server.close() };
}

/** Runs the program under the door that \`node --import\` uses. */
async function run(env: Record<string, string>) {
  const words = ["--import", "@tgcall/runtime/tracing-register", "--input-type=module-typescript", "--eval", program];
  const child = spawn(process.execPath, words, {
    cwd: packageFolder,
    env,
    stdio: ["ignore", "pipe", "pipe"],
    timeout: 20_000,
  });
  const [output, errors, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "exit")]);
  return { output, errors, code };
}

const attribute = (attributes: readonly { key: string; value: Record<string, unknown> }[], name: string): unknown =>
  Object.values(attributes.find(({ key }) => key === name)?.value ?? {})[0];

test("spans of a request arrive before the process is gone, and no secret does", async () => {
  await using collector = await openCollector();

  const { output, errors, code } = await run({
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
    OTEL_SERVICE_NAME: "traced",
  });

  expect({ errors, code }).toEqual({ errors: "", code: 0 });
  const bodies = collector.received.map(({ body }) => body).join("\n");
  expect(collector.received.map(({ path }) => path)).toEqual(["/v1/traces"]);
  expect(bodies).not.toContain("planted");

  const [span] = JSON.parse(bodies).resourceSpans[0].scopeSpans[0].spans;
  expect(attribute(span.attributes, "url.path")).toBe("/api/join");
  expect(attribute(span.attributes, "http.response.status_code")).toBe(500);
  expect(JSON.parse(output.split("\n")[0] ?? "")).toMatchObject({ message: "asked", trace_id: span.traceId });
});

test("a request that failed is sent where nothing is sampled", async () => {
  await using collector = await openCollector();

  const { errors, code } = await run({
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
    OTEL_TRACES_SAMPLER: "always_off",
  });

  expect({ errors, code }).toEqual({ errors: "", code: 0 });
  const [span] = JSON.parse(collector.received[0]?.body ?? "").resourceSpans[0].scopeSpans[0].spans;
  expect(attribute(span.attributes, "url.path")).toBe("/api/join");
});

test("nothing is loaded or sent when no variable asks for it", async () => {
  const { output, errors, code } = await run({});

  expect({ errors, code }).toEqual({ errors: "", code: 0 });
  expect(output).toContain('"message":"asked"');
  expect(output).not.toContain("trace_id");
});

test("a collector that is away delays the end of the process but not for long, and changes no exit code", async () => {
  const { output, code } = await run({
    OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:1",
    OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
  });

  expect(code).toBe(0);
  expect(output).toContain('"traces":"late","message":"stopped"');
});
