import type { ServerResponse } from "node:http";
import { freePorts } from "@tgcall/store/testing/free-ports";
import { expect, test } from "vitest";
import { ask, post } from "./support/ask.ts";
import { certificateSerial } from "./support/certificate-serial.ts";
import { startDoor } from "./support/door.ts";
import { fakeNames } from "./support/fake-names.ts";
import { trustedCertificate } from "./support/trusted-certificate.ts";
import { startUpstream } from "./support/upstream.ts";

const nobody = "127.0.0.1:9";

test("a request that reached no service goes to the next one, a POST too", async () => {
  using certificate = await trustedCertificate();
  await using alive = await startUpstream((_, response) => response.end("here"));
  const [dead] = await freePorts(1);
  await using door = await startDoor({ api: [`127.0.0.1:${dead}`, alive.address], signal: [nobody], ...certificate });

  const answers = [];
  for (let count = 0; count < 4; count++) answers.push(await post(`${door.origin}/api/join`, {}), await ask(`${door.origin}/api/healthz`));

  expect(answers.map(({ body }) => body)).toEqual(answers.map(() => "here"));
});

test("a POST that a service took before it died is not sent again, a GET is", async () => {
  using certificate = await trustedCertificate();
  await using first = await startUpstream((request) => request.socket.destroy());
  await using second = await startUpstream((request) => request.socket.destroy());
  await using door = await startDoor({ api: [first.address, second.address], signal: [nobody], ...certificate });

  const { status, body } = await post(`${door.origin}/api/call/create`, {});
  await ask(`${door.origin}/api/healthz`);

  expect([status, JSON.parse(body).code]).toEqual([503, "unavailable"]);
  const asked = [...first.asked, ...second.asked];
  expect(asked.filter((path) => path === "/api/call/create")).toHaveLength(1);
  expect(asked.filter((path) => path === "/api/healthz").length).toBeGreaterThanOrEqual(1);
});

test("an upgrade that a draining process refuses goes to another, the same for all peers of the call", async () => {
  using certificate = await trustedCertificate();
  const draining = { status: 503, body: '{"code":"draining"}' };
  await using first = await startUpstream((_, response) => response.writeHead(draining.status).end(draining.body));
  await using second = await startUpstream((_, response) => response.end("second"));
  await using third = await startUpstream((_, response) => response.end("third"));
  await using door = await startDoor({ api: [nobody], signal: [first, second, third].map(({ address }) => address), ...certificate });

  const homes = [];
  for (let call = 0; call < 20; call++) {
    const answers = await Promise.all([1, 2, 3].map((peer) => ask(`${door.origin}/ws?callId=call${call}&peerId=${peer}`)));
    homes.push(new Set(answers.map(({ body }) => body)));
  }

  expect(homes.map((home) => home.size)).toEqual(homes.map(() => 1));
  expect(first.asked.length).toBeGreaterThan(0);
  expect(new Set(homes.flatMap((home) => [...home]))).toEqual(new Set(["second", "third"]));
});

test("when all refuse, the last refusal is passed on as it is", async () => {
  using certificate = await trustedCertificate();
  const refuse = (response: ServerResponse): unknown =>
    response.writeHead(503, { "content-type": "application/problem+json", "retry-after": "7" }).end('{"code":"store_unavailable"}');
  await using first = await startUpstream((_, response) => refuse(response));
  await using second = await startUpstream((_, response) => refuse(response));
  await using door = await startDoor({ api: [nobody], signal: [first.address, second.address], ...certificate });

  const answers = [await ask(`${door.origin}/ws?callId=a`), await ask(`${door.origin}/ws?callId=a`)];

  for (const { status, headers, body } of answers)
    expect([status, headers["retry-after"], JSON.parse(body).code]).toEqual([503, "7", "store_unavailable"]);
});

test("a name stands for all its addresses, and nginx follows when they change", async () => {
  using certificate = await trustedCertificate();
  using names = fakeNames();
  names.say("signal", ["127.0.0.2", "127.0.0.3"]);
  await using second = await startUpstream((_, response) => response.end("2"), { host: "127.0.0.2" });
  await using _third = await startUpstream((_, response) => response.end("3"), { host: "127.0.0.3", port: second.port });
  await using _fourth = await startUpstream((_, response) => response.end("4"), { host: "127.0.0.4", port: second.port });
  await using door = await startDoor({ api: [nobody], signal: [`signal:${second.port}`], ...certificate, env: { PATH: names.path } });
  const reached = async (): Promise<string> => {
    const answers = await Promise.all(Array.from({ length: 24 }, (_, call) => ask(`${door.origin}/ws?callId=call${call}`)));
    return [...new Set(answers.map(({ body }) => body))].toSorted().join("");
  };

  await expect.poll(reached).toBe("23");
  names.say("signal", ["127.0.0.3", "127.0.0.4"]);
  await expect.poll(reached, { timeout: 10_000 }).toBe("34");
  names.say("signal", []);
  const askedBefore = names.asked();
  await expect.poll(() => names.asked(), { timeout: 10_000 }).toBeGreaterThan(askedBefore + 2);

  expect(door.servers("signal").match(/^server \S+/gm)).toEqual([`server 127.0.0.3:${second.port}`, `server 127.0.0.4:${second.port}`]);
  expect(await reached()).toBe("34");
});

test("a renewed certificate is taken up without a restart", async () => {
  using certificate = await trustedCertificate();
  await using door = await startDoor({ api: [nobody], signal: [nobody], ...certificate });
  const serial = () => certificateSerial(door.httpsPort);
  const before = await serial();

  await certificate.renew();

  await expect.poll(serial, { timeout: 10_000 }).not.toBe(before);
});

test("values that could say more than they should are refused", async () => {
  using certificate = await trustedCertificate();
  const start = (env: Record<string, string>) => startDoor({ api: [nobody], signal: [nobody], ...certificate, env });

  await expect(start({ PUBLIC_ORIGIN: "https://a; return 200 x" })).rejects.toThrow(
    "PUBLIC_ORIGIN holds characters that have no place in it",
  );
  await expect(start({ SIGNAL_PATH: "/ws {\n" })).rejects.toThrow("SIGNAL_PATH holds characters");
  await expect(start({ PUBLIC_ORIGIN: "" })).rejects.toThrow("PUBLIC_ORIGIN or DOMAIN is required");
});
