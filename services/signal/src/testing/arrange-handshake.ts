import { type Invited, SignalCluster } from "./open-signal.ts";

/** The query of a handshake for this peer. */
export const queryFor = ({ callId, peerId }: Invited, sig: string): string => `?${new URLSearchParams({ callId, peerId, sig })}`;

/** A pod, a call, and one peer invited to it with its ticket. */
export async function arrangeHandshake() {
  const cluster = await SignalCluster.open();
  const invited = await cluster.invite(await cluster.createCall());
  return { cluster, invited, sig: await cluster.sig(invited) };
}
