import type { DurableLane } from "./redis-commands.ts";
import { storeUnavailable } from "./redis-problem.ts";

/** How long replicas may take to confirm a write, in milliseconds. */
const confirmWithinMs = 200;

type DurableCommand = readonly [name: string, ...args: (string | number)[]];

/**
 * Sends a command and answers once enough replicas hold it and all before it; else it fails with `store_unavailable`, although
 * the command has had its effect on the primary. Both travel in one pipeline, so that a connection that breaks in between
 * cannot confirm what another primary has lost. The connection is blocked meanwhile: it should be used for nothing else.
 */
export async function sendDurably(lane: DurableLane, key: string, command: DurableCommand): Promise<unknown> {
  try {
    return await sendConfirmed(lane, command);
  } catch (error) {
    if (!isRedirection(error)) throw error;
    // A cluster's client follows redirections of single commands alone, and learns from them.
    await lane.client.exists(key);
    return sendConfirmed(lane, command);
  }
}

async function sendConfirmed({ client, minReplicas }: DurableLane, command: DurableCommand): Promise<unknown> {
  if (client.status !== "ready") throw storeUnavailable();
  const replies = (await client.pipeline([[...command], ["wait", minReplicas, confirmWithinMs]]).exec()) ?? [];
  for (const [error] of replies) if (error !== null) throw error;

  const [reply, replicas] = replies.map(([, value]) => value);
  if (Number(replicas) >= minReplicas) return reply;
  throw storeUnavailable(new Error("too few replicas hold the write"));
}

const isRedirection = (error: unknown): boolean => error instanceof Error && /^(?:MOVED|ASK) /.test(error.message);
