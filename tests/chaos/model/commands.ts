import fc from "fast-check";
import type { World } from "./world.ts";

/** One thing that happens in the model, and how long it is quiet afterwards. */
export interface Command {
  readonly do: (typeof names)[number];
  /** Which peer or pod, modulo how many there are. */
  readonly which: number;
  readonly quietMs: number;
}

const names = [
  "wait",
  "join",
  "send",
  "resume",
  "leave",
  "reload",
  "vanish",
  "silence",
  "kill",
  "stop",
  "continue",
  "partition",
  "heal",
  "flush",
] as const;

const weights: Partial<Record<Command["do"], number>> = { join: 6, send: 8, resume: 3, reload: 2, continue: 2, heal: 2 };

/** Exactly thirty; shrinking turns them into waits. */
export const anyStory: fc.Arbitrary<readonly Command[]> = fc.array(
  fc.record({
    do: fc.oneof(...names.map((name) => ({ weight: weights[name] ?? 1, arbitrary: fc.constant(name) }))),
    which: fc.nat(11),
    quietMs: fc.oneof(fc.constant(0), fc.nat(300), fc.nat(4_000), fc.constant(12_000), fc.constant(25_000)),
  }),
  { minLength: 30, maxLength: 30 },
);

/** How many peers the model's call has room for. */
export const peerCount = 3;

const burst = 5;

/** Time enough for every pod to find and repair a loss. */
const rebuildMs = 7_000;

/** Lets it happen; what is impossible now is left out. */
export async function play(world: World, command: Command, pass: (ms: number) => Promise<void>): Promise<void> {
  const index = command.which % peerCount;
  const pod = world.pods[command.which % world.pods.length];
  const actions: Readonly<Record<Command["do"], () => unknown>> = {
    wait: () => {},
    join: () => world.join(index),
    send: () => sayOften(world, index),
    resume: () => world.link(index)?.cut(),
    leave: () => world.leave(index),
    reload: () => world.reload(index),
    vanish: () => world.vanish(index),
    silence: () => world.link(index)?.silence(),
    kill: () => replace(world, command.which),
    stop: () => hasOther(world, pod) && pod?.stop(),
    continue: () => pod?.continue(),
    partition: () => hasOther(world, pod) && pod?.part(),
    heal: () => pod?.heal(),
    flush: () => lose(world, pass),
  };
  await actions[command.do]();
  await pass(command.quietMs);
}

function sayOften(world: World, index: number): void {
  for (let count = 0; count < burst; count += 1) world.peers.get(index)?.say();
}

/** A process dies and another one takes its place. */
async function replace(world: World, which: number): Promise<void> {
  const [pod] = world.pods.splice(which % world.pods.length, 1);
  await pod?.kill();
  await world.addPod();
}

/** A total loss is survived by what some pod remembers; where nobody remembers anything, nothing is promised. */
async function lose(world: World, pass: (ms: number) => Promise<void>): Promise<void> {
  for (const pod of world.pods) pod.heal();
  for (const pod of world.pods) pod.continue();
  await pass(rebuildMs);
  if (![...world.peers.values()].some(({ view }) => view.phase === "connected")) return;
  await world.flush();
  await pass(rebuildMs);
}

/** One process is always there to go to. */
const hasOther = ({ pods }: World, pod: World["pods"][number] | undefined): boolean =>
  pods.some((other) => other !== pod && other.isRunning && !other.isApart);
