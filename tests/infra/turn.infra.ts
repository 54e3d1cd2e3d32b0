import { execFile } from "node:child_process";
import { mkdtempDisposableSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "node:tls";
import { promisify } from "node:util";
import { test as base, expect } from "vitest";
import { TurnClient } from "./support/turn-client.ts";
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

const run = promisify(execFile);
const allocated = { address: expect.any(String), port: expect.any(Number) };

test("what the services issue lets a peer in, over UDP and TCP", async ({ turn }) => {
  using overUdp = TurnClient.overUdp(turn.place, issue());
  using overTcp = await TurnClient.overTcp(turn.place, issue());

  expect(await overUdp.allocate()).toEqual({ ...allocated, address: turn.relays[0] });
  expect(await overTcp.allocate()).toEqual({ ...allocated, address: turn.relays[0] });
});

test("nobody else gets in", async ({ turn }) => {
  const good = issue();
  const [expiry = "", ...rest] = good.username.split(":");
  const foreign = issue({ secret: "another-secret-of-another-installation" });
  const strangers = {
    none: undefined,
    expired: issue({ now: () => Date.now() - 601_000 }),
    wrong: {
      ...good,
      credential: `A${good.credential.slice(1)}` === good.credential ? `B${good.credential.slice(1)}` : `A${good.credential.slice(1)}`,
    },
    prolonged: { ...good, username: [String(Number(expiry) + 3600), ...rest].join(":") },
    "another peer's": { ...good, username: `${expiry}:infra-other` },
    foreign,
    "without expiry": { ...good, username: "infra-peer" },
  };

  const codes = [];
  for (const [name, credentials] of Object.entries(strangers)) {
    using client = TurnClient.overUdp(turn.place, credentials);
    codes.push([name, await client.allocate()]);
  }

  expect(codes).toEqual(Object.keys(strangers).map((name) => [name, 401]));
});

test("two peers who are both relayed reach each other", async ({ turn }) => {
  using ada = TurnClient.overUdp(turn.place, issue());
  using bob = TurnClient.overUdp(turn.place, issue());
  const [atAda, atBob] = [await ada.allocate(), await bob.allocate()];
  if (typeof atAda === "number" || typeof atBob === "number") throw new Error("no relay");

  expect([await ada.permit(atBob.address), await bob.permit(atAda.address)]).toEqual([0, 0]);

  await expect
    .poll(() => {
      ada.tell(atBob, "hello");
      return bob.heard[0];
    })
    .toBe("hello");
});

test("one peer gets its allocations and no more, others still get theirs", async ({ turn }) => {
  using clients = new DisposableStack();
  const credentials = issue();
  const outcomes = [];
  for (let count = 0; count < 14; count++) {
    outcomes.push(await clients.use(TurnClient.overUdp(turn.place, credentials)).allocate());
  }
  using other = TurnClient.overUdp(turn.place, issue());

  expect(outcomes.map((outcome) => (typeof outcome === "number" ? outcome : "relay"))).toEqual([
    ...Array.from({ length: 12 }, () => "relay"),
    486,
    486,
  ]);
  expect(await other.allocate()).toEqual(allocated);
});

test("relays speak UDP to peers, never TCP", async ({ turn }) => {
  using overTcp = await TurnClient.overTcp(turn.place, issue());
  using connected = await TurnClient.overTcp(turn.place, issue());
  await connected.allocate();

  expect(await overTcp.allocateTcp()).toBe(442);
  expect(await connected.connectTcp("8.8.8.8", 53)).toBeGreaterThanOrEqual(400);
});

test("during a rotation the secrets of both sides of it work", async () => {
  const next = "Zp4rT8xQ2vR7nK5wYb9sLc3dFg6hJk1C";
  await using turn = await startTurnServer({ TURN_SECRET: next, TURN_SECRET_PREVIOUS: turnSecret });
  using before = TurnClient.overUdp(turn.place, issue());
  using after = TurnClient.overUdp(turn.place, issue({ secret: next }));

  expect([await before.allocate(), await after.allocate()]).toEqual([allocated, allocated]);
});

test("a renewed certificate is taken up, and allocations live on", async ({ turn }) => {
  using client = TurnClient.overUdp(turn.place, issue());
  await client.allocate();
  const serial = (): Promise<string> =>
    new Promise((resolve, reject) => {
      const socket = connect({ port: turn.tlsPort, host: "127.0.0.1", servername: "localhost" }, () => {
        resolve(socket.getPeerCertificate().serialNumber);
        socket.destroy();
      });
      socket.once("error", reject);
    });
  const before = await serial();

  await turn.certificate.renew();

  await expect.poll(serial, { timeout: 10_000 }).not.toBe(before);
  expect(await client.permit(turn.relays[0])).toBe(0);
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
