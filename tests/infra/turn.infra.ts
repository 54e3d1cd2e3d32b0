import { execFile } from "node:child_process";
import { mkdtempDisposableSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "node:tls";
import { promisify } from "node:util";
import { askStun } from "@tgcall/api/ask-stun";
import { freePorts } from "@tgcall/store/testing/free-ports";
import { test as base, expect } from "vitest";
import { certificateSerial } from "./support/certificate-serial.ts";
import { renewCertificate } from "./support/trusted-certificate.ts";
import { TurnClient } from "./support/turn-client.ts";
import { turnContract } from "./support/turn-contract.ts";
import { issue, startTurnServer, type TurnServer, turnSecret } from "./support/turn-server.ts";

const test = base.extend<{ turn: TurnServer }>({
  turn: [
    // biome-ignore lint/correctness/noEmptyPattern: Vitest reads from the pattern what a fixture needs.
    async ({}, use) => {
      await using turn = await startTurnServer();
      await use(turn);
    },
    { scope: "file" },
  ],
});

turnContract(test);

const run = promisify(execFile);
const allocated = { address: expect.any(String), port: expect.any(Number) };

test("during a rotation the secrets of both sides of it work", async () => {
  const next = "Zp4rT8xQ2vR7nK5wYb9sLc3dFg6hJk1C";
  await using turn = await startTurnServer({ TURN_SECRET: next, TURN_SECRET_PREVIOUS: turnSecret });
  using before = TurnClient.overUdp(turn.place, issue());
  using after = TurnClient.overUdp(turn.place, issue({ secret: next }));

  expect([await before.allocate(), await after.allocate()]).toEqual([allocated, allocated]);
});

test("a renewed certificate is taken up, and allocations live on", async ({ turn }) => {
  using client = TurnClient.overUdp(turn.place, issue());
  await client.allocated();
  const serial = () => certificateSerial(turn.tlsPort);
  const before = await serial();

  await turn.certificate.renew();

  await expect.poll(serial, { timeout: 10_000 }).not.toBe(before);
  expect(await client.permit(turn.relays[0])).toBe(0);
});

test("a first certificate brings TLS to a coturn that had none; afterwards it is renewed as any other, and coturn ends when told", async () => {
  using folder = mkdtempDisposableSync(join(tmpdir(), "tgcall-tls-"));
  const files = { cert: join(folder.path, "cert.pem"), key: join(folder.path, "key.pem") };
  await using turn = await startTurnServer({ TLS_CERTIFICATE: files.cert, TLS_KEY: files.key });
  const serial = () => certificateSerial(turn.tlsPort);
  await expect(serial()).rejects.toThrow("ECONNREFUSED");

  await renewCertificate(files, ["localhost"]);
  await expect.poll(serial, { timeout: 10_000 }).toEqual(expect.any(String));
  expect(turn.program.output()).toContain("starts anew");

  using client = TurnClient.overUdp(turn.place, issue());
  await client.allocated();
  const before = await serial();
  await renewCertificate(files, ["localhost"]);
  await expect.poll(serial, { timeout: 10_000 }).not.toBe(before);
  expect(await client.permit(turn.relays[0])).toBe(0);

  turn.program.kill("SIGTERM");
  expect(await turn.program.exited).not.toBeNull();
});

test.for(["TLSv1", "TLSv1.1"] as const)("TLS of old is refused: %s", async (version, { turn }) => {
  const options = { port: turn.tlsPort, host: "127.0.0.1", servername: "localhost", ciphers: "ALL:@SECLEVEL=0" };
  const attempt = (minVersion: typeof version | "TLSv1.2", maxVersion: typeof minVersion): Promise<string> =>
    new Promise((resolve) => {
      const socket = connect({ ...options, minVersion, maxVersion }, () => {
        resolve(socket.getProtocol() ?? "");
        socket.destroy();
      });
      // coturn leaves a failed handshake without an answer.
      socket.setTimeout(2_000, () => socket.destroy(new Error("no answer")));
      socket.once("error", () => resolve("refused"));
    });

  expect(await attempt(version, version)).toBe("refused");
  expect(await attempt("TLSv1.2", "TLSv1.2")).toBe("TLSv1.2");
});

test("a secret may come from a file", async () => {
  using folder = mkdtempDisposableSync(join(tmpdir(), "tgcall-secret-"));
  const file = join(folder.path, "turn");
  writeFileSync(file, `${turnSecret}\n`);
  await using turn = await startTurnServer({ TURN_SECRET: "", TURN_SECRET_FILE: file });
  using client = TurnClient.overUdp(turn.place, issue());

  expect(await client.allocate()).toEqual(allocated);
});

test.for([
  ["TURN_SECRET must have at least 32 characters", { TURN_SECRET: "short" }],
  ["TURN_SECRET may hold letters", { TURN_SECRET: `${turnSecret}\nno-auth` }],
  ["TURN_SECRET may hold letters", { TURN_SECRET: `$(id)${turnSecret}` }],
  ["TURN_SECRET_PREVIOUS must have at least 32 characters", { TURN_SECRET_PREVIOUS: "short" }],
  ["TURN_SECRET is a known default", { TURN_SECRET: "change-me-change-me-change-me-change-me" }],
  ["TURN_RELAY_IP must be addresses", { TURN_RELAY_IP: "127.0.0.1\nallowed-peer-ip=0.0.0.0" }],
  ["TURN_SECRET and TURN_SECRET_FILE are both set", { TURN_SECRET_FILE: "/dev/null" }],
  ["REALM holds characters", { TURN_DOMAIN: "localhost\nno-auth" }],
] as const)("coturn does not start: %s", async ([message, env]) => {
  await expect(startTurnServer(env)).rejects.toThrow(message);
});

test.for(["udp", "tcp"] as const)(
  "the api's question is answered over %s, and nobody answers it on another port",
  async (transport, { turn }) => {
    const { address, port } = turn.place;

    await askStun(transport, address, port);

    const [closed = 0] = await freePorts(1);
    await expect(askStun(transport, address, closed)).rejects.toThrow(/ECONNREFUSED/);
  },
);

test("the health check finds coturn, and finds it gone", async () => {
  const turn = await startTurnServer();
  const env = { PATH: process.env["PATH"], TURN_LISTENING_IP: "127.0.0.1 ::1", TURN_UDP_PORT: `${turn.place.port}` };
  const check = (): Promise<boolean> =>
    run("sh", ["infra/coturn/healthcheck.sh"], { env }).then(
      () => true,
      () => false,
    );

  const alive = await check();
  await turn[Symbol.asyncDispose]();

  expect([alive, await check()]).toEqual([true, false]);
});
