import { networkInterfaces } from "node:os";
import { test as base, expect } from "vitest";
import { certificateSerial } from "../infra/support/certificate-serial.ts";
import { expectSoundTls } from "../infra/support/sound-tls.ts";
import { renewCertificate } from "../infra/support/trusted-certificate.ts";
import { TurnClient } from "../infra/support/turn-client.ts";
import { type TurnUnderTest, turnContract } from "../infra/support/turn-contract.ts";
import { issue, ownAddresses } from "../infra/support/turn-server.ts";
import { docker } from "./support/docker.ts";
import { sharedInstallation } from "./support/installation.ts";

const installation = sharedInstallation();
const relays = ownAddresses();
const place = { address: relays[0], port: installation.port("TURN_UDP_PORT") };
const tlsPort = installation.port("TURN_TLS_PORT");
const allocated = { address: relays[0], port: expect.any(Number) };

/** The containers' addresses, and all of this machine's that relays are not given out from. */
async function neighbours(): Promise<readonly string[]> {
  const names = ["nginx", "web", "api", "signal", "redis"] as const;
  const ids = (await Promise.all(names.map((name) => installation.containers(name)))).flat();
  const template = "{{range .NetworkSettings.Networks}}{{.IPAddress}} {{end}}";
  const containers = (await docker(["inspect", "--format", template, ...ids])).split(/\s+/).filter((address) => address !== "");
  const own = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  const others = own.filter(({ family, address }) => family === "IPv4" && address !== relays[0]).map(({ address }) => address);
  if (containers.length < names.length || others.length < 2) throw new Error("an installation has more addresses than these");
  return [...containers, ...others];
}

const test = base.extend<{ turn: TurnUnderTest }>({
  // biome-ignore lint/correctness/noEmptyPattern: Vitest reads from the pattern what a fixture needs.
  turn: async ({}, use) => {
    await use({ place, relays, secret: installation.setting("TURN_SECRET"), neighbours: await neighbours() });
  },
});

turnContract(test);

test("turns is TLS 1.2 and 1.3 alone, with forward secrecy and authenticated encryption", async () => {
  // coturn ends the connection of a heartbeat while sslscan still asks, which then gives up.
  await expectSoundTls(`${relays[0]}:${tlsPort}`, "--no-heartbleed");
});

test("nginx and coturn take a renewed certificate up, and allocations live on", async ({ turn }) => {
  using client = TurnClient.overUdp(place, issue(turn));
  await client.allocated();
  const ports = [installation.port("NGINX_HTTPS_PORT"), tlsPort];
  const before = await Promise.all(ports.map(certificateSerial));

  await renewCertificate(installation.certificate, [relays[0], "localhost"]);

  await expect
    .poll(async () => (await Promise.all(ports.map(certificateSerial))).map((serial, index) => serial === before[index]), {
      timeout: 30_000,
    })
    .toEqual([false, false]);
  expect(await client.permit(turn.relays[0])).toBe(0);
});

test("a coturn that drains gives out no relay, ends with the last one and is started again", async ({ turn }) => {
  // What other tests have left without a word lives for ten minutes.
  await installation.compose("restart", "coturn");
  await installation.up();
  const [container = ""] = await installation.containers("coturn");
  const startedAt = () => docker(["inspect", "--format", "{{.State.StartedAt}} {{.State.Health.Status}}", container]);
  const before = await startedAt();
  // Over TCP, for coturn knows of its end at once.
  using last = await TurnClient.overTcp(place, issue(turn));
  expect(await last.allocate()).toEqual(allocated);

  await installation.exec("coturn", "sh", "-c", "kill -USR1 1");

  await expect.poll(() => newRelay(turn), { timeout: 10_000 }).toBe(403);
  expect(await last.permit(turn.relays[0])).toBe(0);
  last[Symbol.dispose]();
  await expect.poll(startedAt, { timeout: 60_000 }).toMatch(new RegExp(`^(?!${before.split(" ")[0]}).* healthy\\s*$`));
  expect(await newRelay(turn)).toEqual(allocated);
});

/** What one more peer is answered, who leaves at once. */
async function newRelay(turn: TurnUnderTest): Promise<unknown> {
  using client = await TurnClient.overTcp(turn.place, issue(turn));
  return await client.allocate();
}

test("while TURN_SECRET is rotated, credentials of both secrets work, and afterwards the new one's alone", async ({ turn }) => {
  const next = "Zp4rT8xQ2vR7nK5wYb9sLc3dFg6hJk1C";
  const outcomes = async () => [await newRelay(turn), await newRelay({ ...turn, secret: next })];

  installation.say({ TURN_SECRET: next, TURN_SECRET_PREVIOUS: turn.secret });
  await installation.up();
  expect(await outcomes()).toEqual([allocated, allocated]);

  installation.say({ TURN_SECRET_PREVIOUS: "" });
  await installation.up();
  expect(await outcomes()).toEqual([401, allocated]);
});
