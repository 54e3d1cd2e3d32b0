import { type ReadonlySignal, signal } from "@preact/signals";
import type { ApiClient } from "@tgcall/client";
import type { CallId, Invite } from "@tgcall/protocol";
import { type Failure, failureOf } from "../join/failure.ts";

interface InviteOfferOptions {
  readonly api: Pick<ApiClient, "invite">;
  readonly callId: CallId;
  readonly token: string;
  /** The invite that is known from creating the call or from before a reload. */
  readonly known: Invite | undefined;
  readonly keep: (invite: Invite) => void;
}

/** An invite as the initiator may pass it on now. */
export interface InviteView {
  readonly invite: Invite | undefined;
  /** Somebody has joined since it was made: the code is worth nothing any more. */
  readonly used: boolean;
  readonly busy: boolean;
  readonly failure: Failure | undefined;
}

/** The initiator's invite, renewed on demand. */
export class InviteOffer {
  readonly #options: InviteOfferOptions;
  readonly #view;
  readonly #met = new Set<string>();

  constructor(options: InviteOfferOptions) {
    this.#options = options;
    this.#view = signal<InviteView>({ invite: options.known, used: false, busy: false, failure: undefined });
  }

  get view(): ReadonlySignal<InviteView> {
    return this.#view;
  }

  /** Learns who else is in the call: a newcomer has used the code. */
  meet(peerIds: readonly string[]): void {
    const newcomers = peerIds.filter((peerId) => !this.#met.has(peerId));
    for (const peerId of newcomers) this.#met.add(peerId);
    if (newcomers.length > 0) this.#change({ used: true });
  }

  /** Gets a new code; the old one stays until it is there. */
  async renew(): Promise<void> {
    const { api, callId, token, keep } = this.#options;
    if (this.#view.value.busy) return;
    this.#change({ busy: true, failure: undefined });
    try {
      const invite = await api.invite(callId, token);
      keep(invite);
      this.#change({ invite, used: false, busy: false });
    } catch (error) {
      this.#change({ busy: false, failure: failureOf(error) });
    }
  }

  #change(change: Partial<InviteView>): void {
    this.#view.value = { ...this.#view.value, ...change };
  }
}
