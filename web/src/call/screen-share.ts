import { type ReadonlySignal, signal } from "@preact/signals";
import type { Call } from "@tgcall/client";

type CaptureScreen = (options: DisplayMediaStreamOptions) => Promise<MediaStream>;

/** How starting to share ended; people may also decide against it in the browser's window. */
export type ShareOutcome = "shared" | "declined" | "failed";

/** The own screen in the call, from choosing it to stopping; owns its tracks. */
export class ScreenShare {
  readonly #call: Pick<Call, "setTrack">;
  readonly #capture: CaptureScreen | undefined;
  readonly #track = signal<MediaStreamTrack | undefined>(undefined);
  #stream: MediaStream | undefined;
  #asking = false;

  /** `capture` is absent where the browser cannot share. */
  constructor(call: Pick<Call, "setTrack">, capture: CaptureScreen | undefined) {
    this.#call = call;
    this.#capture = capture;
  }

  get isPossible(): boolean {
    return this.#capture !== undefined;
  }

  /** The picture that the others see; absent while nothing is shared. */
  get track(): ReadonlySignal<MediaStreamTrack | undefined> {
    return this.#track;
  }

  /** Asks which screen, and sends it with its sound where there is one. */
  async start(): Promise<ShareOutcome> {
    if (this.#capture === undefined || this.#asking || this.#stream !== undefined) return "declined";
    this.#asking = true;
    try {
      const stream = await this.#capture({ video: { frameRate: { ideal: 15, max: 30 } }, audio: true });
      await this.#send(stream);
      return "shared";
    } catch (error) {
      return error instanceof DOMException && error.name === "NotAllowedError" ? "declined" : "failed";
    } finally {
      this.#asking = false;
    }
  }

  /** Stops sharing; stopping twice is fine. */
  async stop(): Promise<void> {
    const stream = this.#stream;
    if (stream === undefined) return;
    this.#stream = undefined;
    this.#track.value = undefined;
    for (const track of stream.getTracks()) track.stop();
    await Promise.all([this.#call.setTrack("screen", undefined), this.#call.setTrack("screen-audio", undefined)]);
  }

  async #send(stream: MediaStream): Promise<void> {
    const [picture] = stream.getVideoTracks();
    const [sound] = stream.getAudioTracks();
    if (picture === undefined) return;
    picture.contentHint = "detail";
    picture.onended = () => void this.stop();
    this.#stream = stream;
    this.#track.value = picture;
    await Promise.all([this.#call.setTrack("screen", picture), this.#call.setTrack("screen-audio", sound)]);
  }
}
