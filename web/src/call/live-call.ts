import { type ReadonlySignal, signal } from "@preact/signals";
import type { Call, CallView } from "@tgcall/client";
import type { LocalMedia } from "../media/local-media.ts";
import { t, type Words } from "../texts/t.ts";
import { eventWords } from "./event-words.ts";
import { Notices } from "./notices.ts";
import { ScreenShare } from "./screen-share.ts";
import { sendMedia } from "./send-media.ts";
import type { Shortcut } from "./shortcut.ts";

interface LiveCallOptions {
  readonly call: Call;
  readonly media: LocalMedia;
  /** `getDisplayMedia`, where the browser has it. */
  readonly capture: ConstructorParameters<typeof ScreenShare>[1];
}

/** A call as its screen sees it: the view as a signal, the own devices wired to it, and what to tell. Owns the call. */
export class LiveCall {
  readonly call: Call;
  readonly media: LocalMedia;
  readonly screen: ScreenShare;
  readonly notices = new Notices();
  readonly #view;
  readonly #stops: readonly (() => void)[];

  constructor({ call, media, capture }: LiveCallOptions) {
    this.call = call;
    this.media = media;
    this.screen = new ScreenShare(call, capture);
    this.#view = signal(call.view);
    const unsubscribe = call.subscribe((event) => {
      const before = this.#view.value;
      this.#view.value = call.view;
      for (const words of eventWords(event, before, call.view)) this.notices.tell(words);
    });
    this.#stops = [unsubscribe, sendMedia(call, media)];
  }

  get view(): ReadonlySignal<CallView> {
    return this.#view;
  }

  get handRaised(): boolean {
    return this.#view.value.self?.state.hand ?? false;
  }

  /** Does what a control or its key stands for. */
  act(what: Shortcut): void {
    if (what === "microphone" || what === "camera") void this.media.toggle(what);
    else if (what === "hand") this.call.update({ state: { hand: !this.handRaised } });
    else void this.#toggleScreen();
  }

  tell(words: Words): void {
    this.notices.tell(words);
  }

  /** Leaves, whatever state the call is in, and lets everything go but the own devices. */
  close(): void {
    for (const stop of this.#stops) stop();
    this.notices.close();
    // Leaving cannot fail for the person: the service notices a silent peer by itself.
    this.screen.stop().catch(() => {});
    this.call.hangUp().catch(() => {});
  }

  async #toggleScreen(): Promise<void> {
    if (this.screen.track.value !== undefined) await this.screen.stop();
    else if ((await this.screen.start()) === "failed") this.tell(() => t("notice.screenFailed"));
  }
}
