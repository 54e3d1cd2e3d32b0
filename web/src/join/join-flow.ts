import { type ReadonlySignal, signal } from "@preact/signals";
import type { ApiClient, EndCause } from "@tgcall/client";
import type { CallId, JoinedCall, Traceparent } from "@tgcall/protocol";
import type { Shelf } from "../app/shelf.ts";
import { InviteOffer } from "../invite/invite-offer.ts";
import type { LocalMedia } from "../media/local-media.ts";
import { type Arrival, arrive } from "./arrive.ts";
import { causeEnding, type Ending, endingOf, failureEnding } from "./ending.ts";
import { failureOf } from "./failure.ts";
import type { JoinMemory, JoinRecord } from "./join-record.ts";

/** Which screen of the join page is shown. */
export type JoinStage =
  | { readonly at: "arriving" }
  | { readonly at: "lobby"; readonly joined: JoinedCall; readonly media: LocalMedia; readonly offer: InviteOffer | undefined }
  | { readonly at: "call"; readonly entry: CallEntry }
  | { readonly at: "over"; readonly ending: Ending };

/** What the call needs from the lobby, or from before a reload. */
export interface CallEntry {
  readonly token: string;
  readonly name: string;
  readonly media: LocalMedia;
  readonly callId: CallId | undefined;
  readonly offer: InviteOffer | undefined;
  /** When the link's code was exchanged, if it had one, for the report of how the call went. */
  readonly resolved?: Arrival["resolved"];
  /** Where the service is traced: which span the way from the lobby on belongs under. */
  readonly traceparent?: Traceparent | undefined;
}

interface JoinFlowOptions {
  readonly api: ApiClient;
  readonly memory: JoinMemory;
  /** Where the name is remembered. */
  readonly shelf: Shelf;
  readonly openMedia: (wanted: { readonly microphone: boolean; readonly camera: boolean }) => LocalMedia;
}

/** The way of one tab from a link through the lobby into the call and out of it. */
export class JoinFlow {
  readonly #options: JoinFlowOptions;
  readonly #stage = signal<JoinStage>({ at: "arriving" });
  #media: LocalMedia | undefined;
  #resolved: Arrival["resolved"];

  constructor(options: JoinFlowOptions) {
    this.#options = options;
  }

  get stage(): ReadonlySignal<JoinStage> {
    return this.#stage;
  }

  get api(): ApiClient {
    return this.#options.api;
  }

  /** The join token of the call that this tab is on its way to. */
  get token(): string {
    return this.#options.memory.record()?.token ?? "";
  }

  get name(): string {
    return this.#options.shelf.get("name") ?? "";
  }

  /** Finds out where the tab's memory leads, and goes there. */
  async arrive(): Promise<void> {
    this.#stage.value = { at: "arriving" };
    try {
      const arrival = await arrive(this.#options);
      this.#resolved = arrival.resolved;
      if (arrival.to === "nowhere") this.refuse(endingOf("nowhere"));
      else if (arrival.to === "call") this.#goToCall(arrival.record, this.name);
      else this.#goToLobby(arrival.record, arrival.joined);
    } catch (error) {
      this.refuse(failureEnding(failureOf(error)));
    }
  }

  /** Leaves the lobby for the call. */
  join(name: string): void {
    const { memory, shelf } = this.#options;
    shelf.set("name", name === "" ? undefined : name);
    memory.note({ inCall: true });
    const record = memory.record();
    const stage = this.#stage.value;
    if (record === undefined || stage.at !== "lobby") return;
    const { media, offer, joined } = stage;
    const entry = {
      token: record.token,
      name,
      media,
      offer,
      callId: joined.callId,
      resolved: this.#resolved,
      traceparent: joined.traceparent,
    };
    this.#stage.value = { at: "call", entry };
  }

  /** The call is over for this page; a call that runs elsewhere is taken back by a reload. */
  end(cause: EndCause, talkedMs: number | undefined): void {
    const elsewhere = cause.by === "service" && cause.reason === "replaced";
    this.#options.memory.note({ inCall: elsewhere });
    this.refuse(causeEnding(cause, talkedMs));
  }

  /** Notes what a reload should keep. */
  remember(change: Pick<JoinRecord, "microphone" | "camera">): void {
    this.#options.memory.note(change);
  }

  /** Goes straight back into the call that was left. */
  again(): void {
    const { memory } = this.#options;
    memory.note({ inCall: true });
    const record = memory.record();
    if (record === undefined) this.refuse(endingOf("nowhere"));
    else this.#goToCall(record, this.name);
  }

  /** Shows why there is no call, and lets the devices go. */
  refuse(ending: Ending): void {
    this.#media?.close();
    this.#media = undefined;
    this.#stage.value = { at: "over", ending };
  }

  #goToLobby(record: JoinRecord, joined: JoinedCall): void {
    const offer = joined.role === "initiator" ? this.#offer(record, joined.callId) : undefined;
    this.#stage.value = { at: "lobby", joined, media: this.#openMedia(record), offer };
  }

  #goToCall(record: JoinRecord, name: string): void {
    const { token, callId } = record;
    const offer = callId === undefined ? undefined : this.#offer(record, callId);
    this.#stage.value = { at: "call", entry: { token, name, media: this.#openMedia(record), callId, offer } };
  }

  /** Asks for both devices at once on the way to the lobby; a camera that was off stays untouched. */
  #openMedia({ microphone = true, camera = true }: JoinRecord): LocalMedia {
    this.#media?.close();
    const media = this.#options.openMedia({ microphone, camera });
    this.#media = media;
    void media.open(camera ? ["microphone", "camera"] : ["microphone"]);
    return media;
  }

  #offer({ token, invite }: JoinRecord, callId: CallId): InviteOffer {
    const { api, memory } = this.#options;
    return new InviteOffer({ api, callId, token, known: invite, keep: (fresh) => memory.note({ invite: fresh }) });
  }
}
