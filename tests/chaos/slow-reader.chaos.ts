import { execFile } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { Crowd } from "./headless/crowd.ts";
import { countOf, expectNothingLost } from "./support/account.ts";
import { percentile } from "./support/figures.ts";
import { inspectable, MemoryProbe } from "./support/memory-probe.ts";
import { DeafPeer, LoudPeer } from "./support/raw-peer.ts";
import { scenario } from "./support/scenario.ts";
import { System } from "./support/system.ts";

const run = promisify(execFile);
const deafPeers = 10;
const watchMs = 10_000;

scenario(
  "a client that stops reading",
  async (figures) => {
    // The second process has no such client: what its peers feel at the same time is what this machine does to everybody.
    let process = 0;
    await using system = await System.start({ apis: 1, signalEnv: inspectable, route: () => process });
    const { port } = system.signal(0);
    await using memory = await MemoryProbe.open(system.signal(0));
    await using crowd = new Crowd(system);
    await crowd.fill(25);
    process = 1;
    await using control = new Crowd(system);
    await control.fill(25);
    await Promise.all([crowd.load(10), control.load(10)]);
    await delay(2_000);

    using owned = new DisposableStack();
    const one = await openPair(crowd, system.origin, port, owned);
    await Promise.all([crowd.latencies(), control.latencies()]);
    const deafSinceMs = Date.now();
    one.deaf.stopReading();
    const kernelFullAtMs = await untilKernelIsFull(port);
    await untilEnded([one]);
    await delay(Math.max(0, watchMs - (Date.now() - deafSinceMs)));
    const [beside, elsewhere] = await Promise.all([crowd.latencies(), control.latencies()]);
    figures.ms("p99 of those elsewhere", percentile(elsewhere, 0.99));
    // A tenth of a few milliseconds is less than what two busy cores add by chance.
    figures.ms(
      "p99 of those beside it",
      percentile(beside, 0.99),
      Math.max(1.1 * percentile(elsewhere, 0.99), percentile(elsewhere, 0.99) + 10),
    );
    figures.ms("closed after the kernel took no more", (one.loud.partnerAwayAtMs ?? Number.POSITIVE_INFINITY) - kernelFullAtMs, 10_000);

    const many = await Promise.all(Array.from({ length: deafPeers }, () => openPair(crowd, system.origin, port, owned)));
    const listeningUntilMs = Date.now() + 2_000;
    const heldBefore = await mostHeld(memory, () => Date.now() > listeningUntilMs);
    for (const { deaf } of many) deaf.stopReading();
    const heldMost = await mostHeld(memory, () => many.every(({ loud }) => loud.partnerAwayAtMs !== undefined));
    figures.mib("most memory held for each", (heldMost - heldBefore) / deafPeers, 1.2);
    figures.count("connections that others lost", countOf(await crowd.events(), "closed"));
    await control.load(0);
    await expectNothingLost(crowd, figures);
  },
  { seats: 4 },
);

interface Pair {
  readonly loud: LoudPeer;
  readonly deaf: DeafPeer;
}

/** The most memory, in MiB, until then. */
async function mostHeld(memory: MemoryProbe, isOver: () => boolean): Promise<number> {
  const deadline = Date.now() + 30_000;
  let most = 0;
  while (!isOver()) {
    if (Date.now() > deadline) throw new Error("a peer that reads nothing is not closed");
    most = Math.max(most, await memory.heldMib());
    await delay(100);
  }
  return most;
}

/** A call of one who shouts and one who may stop to listen; neither belongs to the crowd. */
async function openPair(crowd: Crowd, origin: string, port: number, owned: DisposableStack): Promise<Pair> {
  const { tokens } = await crowd.createCall();
  const deaf = owned.use(await DeafPeer.open(origin, tokens[1] ?? "", port));
  const loud = owned.use(await LoudPeer.open(origin, tokens[0] ?? "", port, deaf.peerId));
  return { loud, deaf };
}

/** When the queue of the fullest connection of this port has stopped to grow. */
async function untilKernelIsFull(port: number): Promise<number> {
  const deadline = Date.now() + 60_000;
  let last = 0;
  let grewAtMs = Date.now();
  while (last < 500_000 || Date.now() - grewAtMs < 500) {
    if (Date.now() > deadline) throw new Error("the kernel takes more and more");
    const { stdout } = await run("ss", ["-tnH", `sport = :${port}`]);
    const queued = Math.max(0, ...stdout.split("\n").map((line) => Number(line.trim().split(/\s+/)[2] ?? 0)));
    if (queued > last) [last, grewAtMs] = [queued, Date.now()];
    await delay(50);
  }
  return grewAtMs;
}

async function untilEnded(pairs: readonly Pair[]): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (pairs.some(({ loud }) => loud.partnerAwayAtMs === undefined)) {
    if (Date.now() > deadline) throw new Error("a peer that reads nothing is not closed");
    await delay(50);
  }
}
