import type { CallStore } from "./call-store.ts";
import { type MemoryCalls, peerIdsOf, remove } from "./memory-calls.ts";

/** Calls in the memory of one process. */
export function createMemoryCallStore(calls: MemoryCalls, newStoreEpoch: () => string): CallStore {
  return {
    async create(call) {
      calls.create(call, newStoreEpoch());
    },

    async read(callId) {
      const call = calls.find(callId);
      if (call === undefined) return undefined;
      const { status, createdAtMs, updatedAtMs, expiresAtMs, initiator, maxPeers, relayOnly, traceparent } = call;
      return { callId, status, createdAtMs, updatedAtMs, expiresAtMs, initiator, maxPeers, relayOnly, traceparent };
    },

    async end(callId) {
      const call = calls.find(callId);
      if (call === undefined) return false;
      if (call.status === "ended") return true;
      calls.change(call, undefined, () => {
        for (const peerId of peerIdsOf(call)) remove(call, peerId, "ended");
        call.status = "ended";
      });
      return true;
    },
  };
}
