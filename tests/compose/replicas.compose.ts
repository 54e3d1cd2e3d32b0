import { expect, test } from "vitest";
import { expectToSurvive, openPair } from "../infra/support/talkers.ts";
import { docker } from "./support/docker.ts";
import { sharedInstallation } from "./support/installation.ts";

const installation = sharedInstallation();
const { origin, apiKey } = installation;

/** The signal containers, and how many peers each of them holds. */
async function connections(): Promise<ReadonlyMap<string, number>> {
  const containers = await installation.containers("signal");
  const read = "fetch('http://127.0.0.1:9090/metrics').then((r) => r.text()).then(console.log)";
  const counted = containers.map(async (container) => {
    const metrics = await docker(["exec", container, "node", "-e", read]);
    return [container, Number(/^tgcall_signal_connections(?:\{[^}]*\})? (\S+)$/m.exec(metrics)?.[1])] as const;
  });
  return new Map(await Promise.all(counted));
}

/** The container to which both peers of a call have come since `before`. */
async function homeOf(before: ReadonlyMap<string, number>): Promise<string> {
  const gained = [...(await connections())].map(([container, count]) => [container, count - (before.get(container) ?? 0)] as const);
  const home = gained.find(([, count]) => count === 2)?.[0];
  if (home === undefined) throw new Error(`the call is spread: ${gained.map(([, count]) => count)}`);
  return home;
}

/** The lines that nginx has for signal. */
const servers = async (): Promise<number> =>
  (await installation.exec("nginx", "cat", "/tmp/nginx/signal.servers")).match(/^server /gm)?.length ?? 0;

test("a WebSocket lives through a reload of nginx, and no message is lost", async () => {
  using pair = await openPair(origin, apiKey);
  const { ada, bob } = pair;
  const workers = async () => (await installation.exec("nginx", "ps")).match(/nginx: worker process$/gm)?.length ?? 0;
  const before = await workers();
  let sent = 0;

  await installation.exec("nginx", "sh", "-c", "kill -HUP 1");
  // The old workers stay for the WebSockets that they hold.
  await expect
    .poll(
      async () => {
        ada.session.send(bob.peerId(), sent++);
        return await installation.exec("nginx", "ps");
      },
      { timeout: 15_000 },
    )
    .toContain("shutting down");
  ada.session.send(bob.peerId(), sent++);

  await expect.poll(() => bob.heard).toEqual(Array.from({ length: sent }, (_, number) => number));
  expect([ada.phases, bob.phases].flat()).not.toContain("reconnecting");
  expect(await workers()).toBe(before);
});

test("a WebSocket comes back after nginx was restarted, and no message is lost", async () => {
  using pair = await openPair(origin, apiKey);

  await expectToSurvive(pair, async () => {
    await installation.compose("restart", "nginx");
  });
});

test("with three signal containers all peers of a call are on one of them, and on another when that is killed", async () => {
  await installation.up("--scale", "signal=3");
  await expect.poll(servers).toBe(3);

  const homes = new Set<string>();
  using calls = new DisposableStack();
  for (let call = 0; call < 10; call++) {
    const before = await connections();
    calls.use(await openPair(origin, apiKey));
    homes.add(await homeOf(before));
  }
  expect(homes.size).toBeGreaterThan(1);

  const before = await connections();
  using pair = await openPair(origin, apiKey);
  const home = await homeOf(before);
  calls.dispose();
  await expectToSurvive(pair, async () => {
    await docker(["kill", home]);
  });
  await expect.poll(async () => [...(await connections()).values()].toSorted(), { timeout: 20_000 }).toEqual([0, 2]);
  expect(await installation.containers("signal")).not.toContain(home);

  pair[Symbol.dispose]();
  await installation.up("--scale", "signal=1");
  await expect.poll(servers).toBe(1);
});
