import { type ApiClient, createApiClient, type Environment, openSession, type Session, type SessionEvent } from "@tgcall/client";
import { isRecord, Problem } from "@tgcall/protocol";
import type { PeerEvent, PeerView } from "./history.ts";
import { Ledger, type Numbered, streamOf } from "./ledger.ts";
import { TappedEnvironment } from "./tapped-environment.ts";

export interface PeerSettings {
  /** How the test calls this peer. */
  readonly peer: string;
  readonly origin: string;
  readonly token: string;
  /** How often its page was loaded before. */
  readonly reloads?: number;
}

type NewEvent = PeerEvent extends infer Each ? (Each extends PeerEvent ? Omit<Each, "atMs" | "peer"> : never) : never;

/** One participant without media: the real client library, a load to send, and an account of everything. */
export class HeadlessPeer {
  readonly ledger = new Ledger();
  readonly events: PeerEvent[] = [];
  /** Milliseconds from acceptance to application, since they were last taken. */
  latencies: number[] = [];
  readonly #settings: PeerSettings;
  readonly #environment: TappedEnvironment;
  readonly #session: Session;
  #revision = 0;
  #load: NodeJS.Timeout | undefined;

  constructor(settings: PeerSettings, api: Pick<ApiClient, "join"> = createApiClient(settings.origin), surroundings?: Environment) {
    this.#settings = settings;
    const tap = { onFrame: (frame: string) => this.#seeFrame(frame), onClose: (code: number) => this.#record({ type: "closed", code }) };
    this.#environment = new TappedEnvironment(tap, surroundings);
    const { token, peer } = settings;
    this.#session = openSession({ api, token, name: peer, environment: this.#environment });
    this.#session.subscribe((event) => this.#hear(event));
  }

  get view(): PeerView {
    const { phase, self, joined, peers } = this.#session;
    return {
      peer: this.#settings.peer,
      callId: joined?.callId ?? "",
      peerId: self?.peerId ?? "",
      epoch: self?.epoch ?? "",
      phase,
      revision: this.#revision,
      peers: [...peers.values()].map(({ peerId, epoch, away }) => [peerId, epoch, away]),
    };
  }

  /** What events call it: each load of its page is another observer. */
  get #page(): string {
    const { peer, reloads = 0 } = this.#settings;
    return reloads === 0 ? peer : `${peer}#${reloads}`;
  }

  get settings(): PeerSettings {
    return this.#settings;
  }

  /** Sends this many messages of this size a second to every other member, until told otherwise; 0 stops. */
  load(perSecond: number, bytes: number): void {
    clearInterval(this.#load);
    if (perSecond === 0) return;
    const padding = "x".repeat(bytes);
    this.#load = setInterval(() => this.say(padding), 1000 / perSecond);
  }

  /** One message to every other member. */
  say(padding = ""): void {
    const { self, peers } = this.#session;
    if (self === undefined) return;
    for (const { peerId, epoch } of peers.values()) {
      const stream = streamOf(self.peerId, self.epoch, peerId, epoch);
      const message: Numbered = { id: this.ledger.next(stream), stream, sentAtMs: Date.now(), padding };
      try {
        this.#session.send(peerId, message);
        this.ledger.accept(message);
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        this.#record({ type: "refused", code: error.code });
      }
    }
  }

  leave(): void {
    this.load(0, 0);
    this.#session.close();
  }

  /** Its connection ends, and it comes back. */
  cut(): void {
    this.#environment.cut();
  }

  /** The page is gone without a word. */
  vanish(): void {
    this.load(0, 0);
    this.#environment.vanish();
  }

  #hear(event: SessionEvent): void {
    if (event.type === "message") this.#apply(event.from, event.data);
    else if (event.type === "phase") this.#record({ type: "phase", phase: event.phase, cause: JSON.stringify(event.cause) });
    else this.#record({ type: event.type, about: event.peer.peerId });
  }

  #apply(from: string, data: unknown): void {
    if (!isRecord(data) || typeof data["id"] !== "number") return;
    const message = data as unknown as Numbered;
    const { self, peers } = this.#session;
    const sender = [...peers.values()].find(({ peerId }) => peerId === from);
    this.ledger.apply(message, streamOf(from, sender?.epoch ?? "", self?.peerId ?? "", self?.epoch ?? ""));
    this.latencies.push(Date.now() - message.sentAtMs);
  }

  #seeFrame(frame: string): void {
    // What the service says of itself; messages of peers begin with their sender.
    if (!frame.startsWith('{"type":') || !frame.includes('"revision":')) return;
    const message = JSON.parse(frame) as { type: string; revision: number; resumed: boolean };
    this.#revision = message.revision;
    if (message.type === "welcome") this.#record({ type: "welcome", resumed: message.resumed, revision: message.revision });
  }

  #record(event: NewEvent): void {
    this.events.push({ atMs: Date.now(), peer: this.#page, ...event });
  }
}
