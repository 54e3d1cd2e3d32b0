import { openSession, type Session } from "@tgcall/client";
import { isSampled } from "@tgcall/protocol";
import type { Installation } from "./installation.ts";

/** Messages that each of two peers says to set media up: a description and its candidates. */
const setUpMessages = 10;
/** What a peer says in a call that goes on; within what the client sends at once. */
const laterMessages = 50;
const message = { kind: "candidates", padding: "x".repeat(600) };
const limitMs = 30_000;

/** Prepares `count` operations; `run` does them and answers how many there were. What it takes to prepare and to clear up is not measured. */
export type Workload = (installation: Installation, count: number) => Promise<AsyncDisposable & { run(): Promise<number> }>;

const atOnce = 8;

/** An operation is a whole call: created, joined by link and by code on two signal processes, set up, and left. */
export const wholeCalls: Workload = async (installation, count) => ({
  async run() {
    await inParallel(count, async () => {
      await using pair = await openPair(installation);
      await converse(pair, setUpMessages);
    });
    return count;
  },
  async [Symbol.asyncDispose]() {},
});

/** An operation is a message between peers on two signal processes, after their set-up. */
export const messages: Workload = async (installation, count) => {
  const owned = new AsyncDisposableStack();
  const perPair = 2 * laterMessages;
  const pairs = await Promise.all(Array.from({ length: Math.ceil(count / perPair) }, () => openPair(installation)));
  for (const pair of pairs) owned.use(pair);
  return {
    async run() {
      await Promise.all(pairs.map((pair) => converse(pair, laterMessages, "later")));
      return pairs.length * perPair;
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
};

async function inParallel(count: number, work: () => Promise<void>): Promise<void> {
  let left = count;
  const worker = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await work();
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

interface Pair extends AsyncDisposable {
  readonly sessions: readonly [Session, Session];
}

async function openPair({ api, apiFor }: Installation): Promise<Pair> {
  const created = await api.create({ initiator_telegram_id: "1" });
  const resolved = await api.resolve(created.code);
  const open = (token: string, pod: 0 | 1): Session => openSession({ api: apiFor(pod), token, name: "bench" });
  const sessions = [open(created.joinToken, 0), open(resolved.joinToken, 1)] as const;
  await Promise.all(sessions.map((session) => until(session, () => session.peers.size === 1)));
  const close = async (): Promise<void> => {
    for (const session of sessions) session.close();
  };
  return { sessions, [Symbol.asyncDispose]: close };
}

/** Each says so much to the other, as a page does: messages that set media up name their span where it is sampled. */
async function converse({ sessions }: Pair, count: number, when: "set-up" | "later" = "set-up"): Promise<void> {
  const heard = sessions.map((session) => {
    let left = count;
    session.subscribe(({ type }) => {
      if (type === "message") left -= 1;
    });
    return until(session, () => left <= 0);
  });
  for (const session of sessions) {
    const [peerId] = session.peers.keys();
    const traceparent = session.joined?.traceparent;
    const named = when === "set-up" && traceparent !== undefined && isSampled(traceparent) ? traceparent : undefined;
    for (let said = 0; said < count; said += 1) if (peerId !== undefined) session.send(peerId, message, named);
  }
  await Promise.all(heard);
}

/** Resolves when an event of the session makes it so. */
function until(session: Session, isSo: () => boolean): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const late = setTimeout(() => reject(new Error(`a session is ${session.phase} and waits in vain`)), limitMs);
  const stop = session.subscribe(() => {
    if (!isSo()) return;
    stop();
    clearTimeout(late);
    resolve();
  });
  return promise;
}
