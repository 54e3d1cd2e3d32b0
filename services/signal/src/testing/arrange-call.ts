import type { ServerMessage } from "@tgcall/protocol";
import { SignalCluster } from "./open-signal.ts";
import type { TestPeer } from "./test-peer.ts";

/** Two peers of one call, each on a pod of its own when there are two. */
export async function arrangeCall(pods = 1, maxPeers = 2) {
  const cluster = await SignalCluster.open(pods);
  const callId = await cluster.createCall(maxPeers);
  const [invitedAda, invitedBob] = [await cluster.invite(callId, "initiator"), await cluster.invite(callId)];
  const ada = await cluster.connect(invitedAda, { name: "Ada" });
  const bob = await cluster.connect(invitedBob, { pod: pods - 1, name: "Bob" });
  await ada.next("peer-joined");
  return { cluster, callId, ada, bob, invitedAda, invitedBob };
}

/** The messages that came to this peer from others. */
export const signalsOf = (peer: TestPeer): ServerMessage[] => peer.frames.filter(({ type }) => type === "signal");
