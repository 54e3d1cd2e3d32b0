import { limits } from "@tgcall/protocol";
import type { SignalCluster } from "./open-signal.ts";
import type { TestPeer } from "./test-peer.ts";

/** Lets the cluster's clock run on while these peers answer their pings, as pages in hidden tabs do. */
export async function passTime(cluster: SignalCluster, alive: readonly TestPeer[], ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += limits.serverPingMs) {
    const pinged = alive.map((peer) => new Promise((resolve) => peer.socket.once("ping", resolve)));
    cluster.clock.advance(limits.serverPingMs);
    await Promise.all(pinged);
    await Promise.all(alive.map((peer) => peer.fence()));
  }
}
