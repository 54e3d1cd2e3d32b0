import { FakeChannel, type FakeDescription, type FakeTransceiver, flipped, type Line, linesOf, transceiverOf } from "./fake-rtc-parts.ts";

let lastId = 0;

/** As much of an RTCPeerConnection as pure negotiation can tell: signaling states, rollback, transceivers, "negotiation needed". */
export class FakeRtc {
  readonly configurations: RTCConfiguration[];
  readonly channel = new FakeChannel();
  signalingState = "stable";
  connectionState: RTCPeerConnectionState = "new";
  localDescription: FakeDescription | null = null;
  remoteDescription: FakeDescription | null = null;
  onnegotiationneeded: (() => void) | null = null;
  onicecandidate: ((event: { candidate: unknown }) => void) | null = null;
  onconnectionstatechange: (() => void) | null = null;
  readonly added: string[] = [];
  restarts = 0;
  #transceivers: FakeTransceiver[] = [];
  #agreed: { lines: Line[]; local: FakeDescription | null } = { lines: [], local: null };
  #operations: Promise<unknown> = Promise.resolve();
  #pending = 0;
  #generation = 0;
  #isNeeded = false;
  #mustRestart = false;
  #wantsChannel = false;
  readonly #id: number;

  constructor(configuration: RTCConfiguration) {
    this.configurations = [configuration];
    lastId += 1;
    this.#id = lastId;
  }

  getTransceivers = (): FakeTransceiver[] => this.#transceivers;
  getStats = async (): Promise<Map<string, unknown>> => new Map();
  setConfiguration = (configuration: RTCConfiguration): unknown => this.configurations.push(configuration);

  addTransceiver(trackOrKind: string | { kind: string }, { direction }: { direction: RTCRtpTransceiverDirection }): FakeTransceiver {
    const [kind, track] = typeof trackOrKind === "string" ? [trackOrKind, null] : [trackOrKind.kind, trackOrKind];
    const transceiver = transceiverOf(kind, direction, track);
    this.#transceivers.push(transceiver);
    this.#check();
    return transceiver;
  }

  createDataChannel(): FakeChannel {
    this.#wantsChannel = true;
    this.#check();
    return this.channel;
  }

  restartIce(): void {
    this.restarts += 1;
    this.#mustRestart = true;
    this.#check();
  }

  setLocalDescription(): Promise<void> {
    return this.#chain(() => (this.signalingState === "have-remote-offer" ? this.#answer() : this.#offer()));
  }

  setRemoteDescription(description: FakeDescription): Promise<void> {
    return this.#chain(() => (description.type === "offer" ? this.#takeOffer(description) : this.#takeAnswer(description)));
  }

  async addIceCandidate({ candidate = "" }: RTCIceCandidateInit): Promise<void> {
    if (candidate === "bad") throw new Error("bad candidate");
    this.added.push(candidate);
  }

  close(): void {
    this.signalingState = "closed";
    this.connectionState = "closed";
    this.channel.readyState = "closed";
  }

  become(state: RTCPeerConnectionState): void {
    this.connectionState = state;
    this.onconnectionstatechange?.();
  }

  /** Both ends see media connect, and the channel open. */
  static connect(a: FakeRtc, b: FakeRtc): void {
    a.channel.other = b.channel;
    b.channel.other = a.channel;
    for (const end of [a, b]) end.channel.readyState = "open";
    for (const end of [a, b]) {
      end.become("connected");
      end.channel.onopen?.();
    }
  }

  #offer(): void {
    if (this.signalingState !== "stable") throw new Error(`cannot offer in ${this.signalingState}`);
    let next = this.#transceivers.filter(({ mid }) => mid !== null).length;
    for (const transceiver of this.#transceivers) {
      if (transceiver.mid !== null) continue;
      transceiver.mid = String(next);
      next += 1;
    }
    const lines = this.#transceivers.map(({ mid, direction, receiver }) => ({ mid: mid ?? "", direction, kind: receiver.track.kind }));
    this.localDescription = this.#describe(
      "offer",
      lines.toSorted((a, b) => Number(a.mid) - Number(b.mid)),
    );
    this.signalingState = "have-local-offer";
  }

  #answer(): void {
    const lines = linesOf(this.remoteDescription).map((line) => ({ ...line, direction: this.#transceiver(line.mid).direction }));
    this.localDescription = this.#describe("answer", lines);
    this.#settle(lines);
  }

  #takeOffer(description: FakeDescription): void {
    if (this.signalingState === "have-local-offer") this.#rollBack();
    if (this.signalingState !== "stable") throw new Error(`offer in ${this.signalingState}`);
    const lines = linesOf(description);
    if (this.#agreed.lines.some(({ mid }, index) => lines[index]?.mid !== mid)) throw new Error("the lines of an offer were reordered");
    const known = new Set(this.#transceivers.map(({ mid }) => mid));
    const fresh = lines.filter(({ mid }) => !known.has(mid));
    for (const { mid, kind } of fresh) this.#transceivers.push({ ...transceiverOf(kind, "recvonly", null), mid });
    this.remoteDescription = description;
    this.signalingState = "have-remote-offer";
  }

  #takeAnswer(description: FakeDescription): void {
    if (this.signalingState !== "have-local-offer") throw new Error(`answer in ${this.signalingState}`);
    this.remoteDescription = description;
    this.#settle(linesOf(description).map((line) => ({ ...line, direction: flipped(line.direction) })));
  }

  #rollBack(): void {
    const agreed = new Set(this.#agreed.lines.map(({ mid }) => mid));
    for (const transceiver of this.#transceivers) if (!agreed.has(transceiver.mid ?? "")) transceiver.mid = null;
    this.localDescription = this.#agreed.local;
    this.signalingState = "stable";
    this.#mustRestart = this.#generation > 0;
  }

  #settle(lines: Line[]): void {
    for (const { mid, direction } of lines) this.#transceiver(mid).currentDirection = direction;
    this.#agreed = { lines, local: this.localDescription };
    this.signalingState = "stable";
    this.#mustRestart = false;
    this.#wantsChannel = false;
    this.#isNeeded = false;
  }

  #check(): void {
    const isNeeded = this.#wantsChannel || this.#mustRestart || this.#transceivers.some(({ mid }) => mid === null);
    if (this.#isNeeded || this.#pending > 0 || this.signalingState !== "stable" || !isNeeded) return;
    this.#isNeeded = true;
    queueMicrotask(() => {
      if (this.#pending === 0 && this.signalingState === "stable") this.onnegotiationneeded?.();
      else this.#isNeeded = false;
    });
  }

  #transceiver(mid: string): FakeTransceiver {
    const transceiver = this.#transceivers.find((known) => known.mid === mid);
    if (transceiver === undefined) throw new Error(`no line ${mid}`);
    return transceiver;
  }

  #describe(type: "offer" | "answer", lines: Line[]): FakeDescription {
    if (this.#mustRestart) this.#generation += 1;
    this.#mustRestart = false;
    return { type, sdp: `${JSON.stringify(lines)}\na=ice-ufrag:u${this.#id}.${this.#generation}\n` };
  }

  #chain(operation: () => void): Promise<void> {
    this.#pending += 1;
    const done = this.#operations.then(async () => {
      await Promise.resolve();
      this.#pending -= 1;
      if (this.signalingState === "closed") throw new Error("closed");
      operation();
      this.#check();
    });
    this.#operations = done.catch(() => undefined);
    return done;
  }
}
