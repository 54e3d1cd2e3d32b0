import { announcedLimits, type Epoch, initialPeerState, type JoinedCall, type Peer, type PeerId, type Welcome } from "@tgcall/protocol";

export const alice = "aaaaaaaaaaaaaaaa" as PeerId;
export const bob = "bbbbbbbbbbbbbbbb" as PeerId;
export const carol = "cccccccccccccccc" as PeerId;

export const epoch = (name: string): Epoch => name as Epoch;

export const peerOf = (peerId: PeerId, change: Partial<Peer> = {}): Peer => ({
  peerId,
  role: "participant",
  name: peerId.slice(0, 1),
  epoch: epoch(`${peerId.slice(0, 1)}1`),
  state: initialPeerState,
  away: false,
  ...change,
});

export const joinedAs = (peerId: PeerId, change: Partial<JoinedCall> = {}): JoinedCall => ({
  callId: "call000000000000" as JoinedCall["callId"],
  peerId,
  role: "participant",
  sig: "sig.of.join",
  sigExpiresAt: "2030-01-01T00:00:00.000Z",
  wsUrl: "ws://signal.test/ws",
  iceServers: [],
  iceExpiresAt: "2030-01-01T00:00:00.000Z",
  maxPeers: 2,
  relayOnly: false,
  reports: false,
  expiresAt: "2030-01-01T00:00:00.000Z",
  ...change,
});

export const welcomeOf = (peerId: PeerId, change: Partial<Welcome> = {}): Welcome => ({
  type: "welcome",
  protocol: 1,
  peerId,
  role: "participant",
  epoch: epoch(`${peerId.slice(0, 1)}1`),
  resumed: false,
  peers: [],
  revision: 1,
  storeEpoch: "s1",
  sig: "sig.of.welcome",
  iceServers: [],
  iceExpiresAt: "2030-01-01T00:00:00.000Z",
  limits: announcedLimits,
  ...change,
});
