import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { fileURLToPath } from "node:url";
import { startRedisServer } from "@tgcall/store/testing";
import { expect, test, vi } from "vitest";

const main = fileURLToPath(new URL("./main.ts", import.meta.url));

/** The service as a process of its own, and all that it has said. */
function startProcess(env: Readonly<Record<string, string>>) {
  const child: ChildProcess = spawn(process.execPath, [main], { env: { API_PORT: "0", OPS_PORT: "0", ...env } });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => (said += chunk));
  return {
    child,
    exited: once(child, "close"),
    said: () => said,
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      if (child.exitCode === null && child.signalCode === null) await once(child, "close");
    },
  };
}

type Started = ReturnType<typeof startProcess>;

const portsOf = (api: Started): Promise<{ readonly port: number; readonly ops_port: number }> =>
  vi.waitFor(
    () =>
      JSON.parse(
        api
          .said()
          .split("\n")
          .find((line) => line.includes('"listening"')) ?? "",
      ),
    { timeout: 10_000 },
  );

test("[API-30] it refuses to start without REDIS_URL, in one clear sentence", async () => {
  await using api = startProcess({});

  const [exitCode] = await api.exited;

  expect(exitCode).toBe(1);
  expect(api.said()).toMatch(/^bad configuration\n {2}REDIS_URL is required: where calls, codes and rosters live.*\n$/);
});

test("[API-30] it names every wrong setting at once, and no value", async () => {
  await using api = startProcess({ NODE_ENV: "production", JWT_SECRET: "short-secret", MAX_PEERS_PER_CALL: "99" });

  const [exitCode] = await api.exited;

  expect(exitCode).toBe(1);
  for (const name of ["API_ORIGIN", "JWT_SECRET", "TURN_SECRET", "REDIS_URL", "MAX_PEERS_PER_CALL", "CREATE_AUTH"]) {
    expect(api.said()).toMatch(new RegExp(`^ {2}${name} `, "m"));
  }
  expect(api.said()).not.toMatch(/short-secret|99/);
});

test("[API-26] it is ready once it has met Redis, and on SIGTERM answers what it has begun before it goes", async () => {
  await using redis = await startRedisServer();
  await using api = startProcess({ REDIS_URL: redis.url, DRAIN_SECONDS: "0" });
  const { port, ops_port: opsPort } = await portsOf(api);
  const readiness = await fetch(`http://127.0.0.1:${opsPort}/readyz`);
  const body = '{"initiator_telegram_id":"7"}';
  const socket = connect(port, "127.0.0.1");
  let heard = "";
  socket.on("data", (chunk) => (heard += chunk));
  const head = [
    "POST /api/call/create HTTP/1.1",
    "Host: x",
    "Content-Type: application/json",
    `Content-Length: ${body.length}`,
    "Expect: 100-continue",
  ];
  socket.write(`${head.join("\r\n")}\r\n\r\n`);
  await expect.poll(() => heard).toContain("100 Continue");

  api.child.kill("SIGTERM");
  await vi.waitFor(() => expect(fetch(`http://127.0.0.1:${port}/api/healthz`)).rejects.toThrow(), 10_000);
  socket.write(body);
  const [exitCode] = await api.exited;

  expect(readiness.status).toBe(200);
  expect(heard).toContain("201 Created");
  expect(exitCode).toBe(0);
});
