import { randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { Tokens } from "@tgcall/auth";
import { closeReasons, type Epoch } from "@tgcall/protocol";
import type { Logger, Metrics } from "@tgcall/runtime";
import type { PodId, Stores } from "@tgcall/store";
import type { IceIssuer } from "./credentials.ts";
import type { Echo } from "./echo.ts";
import { Gate, type GateOptions } from "./gate.ts";
import { createSignalMetrics } from "./metrics.ts";
import { Moves } from "./moves.ts";
import { createPodGauges } from "./pod-gauges.ts";
import { startPulse } from "./pulse.ts";
import { Rooms } from "./rooms.ts";
import { Session } from "./session.ts";
import { deliverTraced } from "./set-up-trace.ts";
import { supervisor } from "./supervise.ts";
import { Upgrade } from "./upgrade.ts";

export { acceptUpgrades, createSignalServer } from "./http-server.ts";

export interface SignalOptions {
  readonly pod: PodId;
  readonly stores: Pick<Stores, "rosters" | "reaper" | "bus" | "usedTokens" | "onRecovered">;
  readonly tokens: Tokens;
  readonly ice: IceIssuer;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly allowsOrigin: GateOptions["allowsOrigin"];
  readonly now?: () => number;
}

/** One pod of the signal service, from `startSignal` to `close`. */
export interface Signal {
  /** Takes over a socket that asks for a WebSocket at the service's path. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Asks each peer that is here to move to another pod, and admits others as before; resolves when all have, or after `limitMs`. */
  moveAway(limitMs: number): Promise<void>;
  /** Admits nobody any more, and asks each peer to move to another pod; resolves when all have, or after `limitMs`. */
  drain(limitMs: number): Promise<void>;
  /** Closes what is left with 4000 and releases everything. */
  close(): Promise<void>;
}

/** Opens this pod's inbox and starts its clocks; resolves when it can admit peers. */
export async function startSignal({
  pod,
  stores,
  tokens,
  ice,
  log,
  metrics,
  allowsOrigin,
  now = Date.now,
}: SignalOptions): Promise<Signal> {
  const supervise = supervisor(log);
  const open = new Set<Session | Echo>();
  let ghosts = 0;
  let drainingSinceMs: number | undefined;
  const signalMetrics = createSignalMetrics(metrics);
  const rooms = new Rooms({ pod, rosters: stores.rosters, bus: stores.bus, supervise, metrics: signalMetrics, log });
  const moves = new Moves({ open, metrics: signalMetrics, supervise, log });
  const sessions = (): readonly Session[] => [...open].filter((each) => each instanceof Session);
  createPodGauges(metrics, {
    connections: () => open.size,
    peers: () => sessions().length,
    rooms: () => rooms.size,
    ghosts: () => ghosts,
    calls: (state) => rooms.count(state),
    bufferedBytes: () => [...open].reduce((sum, each) => sum + each.bufferedBytes, 0),
    drainSeconds: () => (drainingSinceMs === undefined ? 0 : (performance.now() - drainingSinceMs) / 1_000),
  });
  const gate = new Gate({ tokens, allowsOrigin, now });

  const upgrade = new Upgrade({
    ...{ pod, gate, tokens, ice, rooms, supervise, now, log },
    rosters: stores.rosters,
    usedTokens: stores.usedTokens,
    metrics: signalMetrics,
    isMoving: (peerId) => moves.isMoving(peerId),
    createEpoch: () => randomBytes(9).toString("base64url") as Epoch,
    onOpen: (opened) => {
      open.add(opened);
      if (opened instanceof Session) log.info("peer connected", { ...opened.ids, kind: opened.kind });
    },
    onEnd: (ended, code) => {
      open.delete(ended);
      moves.ended(ended);
      signalMetrics.closed(code);
      if (ended instanceof Session) log.info("peer disconnected", { ...ended.ids, code });
    },
    onFailure: (problem, peer) => {
      // Whoever has no good ticket can ask without end, and its words are not ours to repeat.
      if (problem.status < 500 || problem.code === "draining")
        log[peer === undefined ? "debug" : "info"]("upgrade refused", { ...peer, problem: problem.code });
      else log.error("upgrade failed", { ...peer, problem: problem.code, error: problem.cause });
    },
  });

  await stores.bus.open(pod, (envelope, ageMs) => deliverTraced(envelope, ageMs, () => rooms.deliver(envelope, ageMs)));
  const stopPulse = startPulse({
    ...{ beating: open, rooms, reaper: stores.reaper, metrics: signalMetrics, supervise, now, log },
    onGhosts: (peers) => {
      ghosts = peers;
    },
  });
  const stopHearing = stores.onRecovered(() => rooms.renewAll());
  return {
    handleUpgrade: (request, socket, head) => supervise("upgrade", upgrade.handle(request, socket, head)),
    moveAway: (limitMs) => moves.begin(sessions(), limitMs),
    drain: (limitMs) => {
      gate.shut();
      drainingSinceMs = performance.now();
      return moves.begin(sessions(), limitMs);
    },
    close: async () => {
      gate.shut();
      stopHearing();
      stopPulse();
      for (const each of open) {
        moves.giveUp(each);
        if (each instanceof Session) signalMetrics.drained("closed");
        each.dismiss(closeReasons.draining);
      }
    },
  };
}

/** Ten of `[a-z0-9]`, new at every start. */
export const createPodId = (): PodId => randomBytes(5).toString("hex") as PodId;
