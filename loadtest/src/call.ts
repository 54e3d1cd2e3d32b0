import exec from "k6/execution";
import { clearInterval, clearTimeout, setInterval, setTimeout } from "k6/timers";
import { api, Refusal } from "./api.ts";
import { metrics } from "./metrics.ts";
import { pause, until } from "./pause.ts";
import { Peer } from "./peer.ts";
import { type CallHabits, drawSeconds } from "./scenarios.ts";
import { warn } from "./warn.ts";

/** Sizes of what browsers say to each other when they meet. */
const sizes = { description: 3_000, candidates: 300 } as const;
const candidateMessages = 4;
/** Longer than anybody waits for a call to begin. */
const setUpMs = 10_000;
/** Longer than a membership is held for a peer that is away. */
const deliverMs = 25_000;
/** Spreads calls that k6 starts at a steady pace, so that they come as independent people do. */
const arrivalMs = 4_000;
/** The fractions of its multiples lie as evenly as any. */
const goldenRatio = (1 + Math.sqrt(5)) / 2;

type Couple = readonly [Peer, Peer];

/** One call of two, from the first request to the last message. */
export async function makeCall(habits: CallHabits): Promise<void> {
  metrics.unfinished.add(1);
  await pause(Math.random() * arrivalMs);
  const startedAtMs = Date.now();
  const couple = await setUp();
  metrics.setUpSuccess.add(couple !== undefined);
  if (couple !== undefined) {
    metrics.setUpMs.add(Date.now() - startedAtMs);
    await talk(couple, habits);
    await hangUp(couple);
  }
  metrics.unfinished.add(-1);
}

async function setUp(): Promise<Couple | undefined> {
  const peers: Peer[] = [];
  try {
    const { code, joinToken } = await api.create();
    const resolved = await api.resolve(code);
    for (const token of [joinToken, resolved.joinToken]) peers.push(await Peer.join(token));
    const [caller, callee] = peers;
    if (caller !== undefined && callee !== undefined && (await negotiate(caller, callee))) return [caller, callee];
    warn("two peers of a call do not hear each other");
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    warn(error.message);
  }
  for (const peer of peers) peer.leave();
  return undefined;
}

/** What browsers say before the first picture: an offer, an answer, candidates. */
async function negotiate(caller: Peer, callee: Peer): Promise<boolean> {
  const limitMs = setUpMs;
  if (!((await caller.met.within(limitMs)) && (await callee.met.within(limitMs)))) return false;
  caller.say(sizes.description);
  if (!(await callee.heard.within(limitMs))) return false;
  callee.say(sizes.description);
  if (!(await caller.heard.within(limitMs))) return false;
  for (let count = 0; count < candidateMessages; count += 1) for (const peer of [caller, callee]) peer.say(sizes.candidates);
  return true;
}

async function talk(
  couple: Couple,
  { lengthSeconds, messagesPerSecond, messageBytes, flapShare, stormEverySeconds }: CallHabits,
): Promise<void> {
  const lengthMs = 1000 * drawSeconds(lengthSeconds);
  const timers = couple.map((peer) => setInterval(() => peer.say(messageBytes), 1000 / messagesPerSecond));
  const faults: Promise<void>[] = [];
  if (isPicked(flapShare)) {
    const peer = couple[Math.random() < 0.5 ? 0 : 1];
    const atMs = lengthMs * (0.2 + 0.6 * Math.random());
    faults.push(pause(atMs).then(() => peer.signaling.flap(1_000)));
  }
  const storms = stormsDuring(lengthMs, stormEverySeconds).map((inMs) =>
    setTimeout(() => void couple.map((peer) => peer.signaling.flap(0)), inMs),
  );
  await pause(lengthMs);
  for (const timer of timers) clearInterval(timer);
  for (const storm of storms) clearTimeout(storm);
  await Promise.all(faults);
}

/** Whether this call is one of that share of all: calls are picked evenly, so that the share is right in a short test too. */
const isPicked = (share: number): boolean => (exec.scenario.iterationInTest * goldenRatio) % 1 < share;

/** In how many milliseconds from now every connection of the whole test is cut, as often as this call lives to see it. */
function stormsDuring(lengthMs: number, everySeconds: number | undefined): readonly number[] {
  if (everySeconds === undefined) return [];
  const everyMs = 1000 * everySeconds;
  const firstMs = everyMs - ((Date.now() - exec.scenario.startTime) % everyMs);
  return Array.from({ length: Math.max(0, Math.ceil((lengthMs - firstMs) / everyMs)) }, (_, index) => firstMs + index * everyMs);
}

/** Waits for what is under way, settles the account, and leaves. */
async function hangUp([one, other]: Couple): Promise<void> {
  const isSettled = (): boolean => one.signaling.isConnected && other.signaling.isConnected && missing(one, other) === 0;
  await until(isSettled, deliverMs);
  const lost = missing(one, other);
  if (lost > 0) warn(`${lost} accepted messages never took effect`);
  metrics.lost.add(lost);
  metrics.wrong.add(one.wrong + other.wrong);
  metrics.resent.add(one.resent + other.resent);
  one.leave();
  other.leave();
}

const missing = (one: Peer, other: Peer): number => Math.max(0, one.accepted - other.applied) + Math.max(0, other.accepted - one.applied);
