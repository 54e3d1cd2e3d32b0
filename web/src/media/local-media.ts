import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { acquire, type Constraints } from "./acquire.ts";
import { type Choosable, type Device, type DeviceList, listDevices, noDevices } from "./device-choice.ts";
import { type DeviceKind, deviceKinds, type MediaPort } from "./media-port.ts";
import type { MediaProblem } from "./media-problem.ts";
import type { RememberedDevices } from "./remembered-devices.ts";

/** One kind of device as it truly stands. */
export interface DeviceState {
  /** What the person wants. */
  readonly wanted: boolean;
  readonly opening: boolean;
  /** Live, or absent. */
  readonly track: MediaStreamTrack | undefined;
  /** The system, or a switch on the device, has silenced the track. */
  readonly silenced: boolean;
  readonly problem: MediaProblem | undefined;
}

/** Whether something of the device reaches the others. */
export const isOn = ({ wanted, track }: DeviceState): boolean => wanted && track !== undefined;

interface LocalMediaOptions {
  readonly port: MediaPort;
  readonly remembered: RememberedDevices;
  readonly wanted: Readonly<Record<DeviceKind, boolean>>;
}

/** The own microphone and camera from the lobby to the end of the call; owns their tracks until `close`. */
export class LocalMedia {
  readonly #port: MediaPort;
  readonly #remembered: RememberedDevices;
  readonly #states: Readonly<Record<DeviceKind, Signal<DeviceState>>>;
  readonly #present = signal<DeviceList>(noDevices);
  readonly #speaker = signal("");
  readonly #chosen: { [K in DeviceKind]?: string } = {};
  readonly #changed = (): void => void this.#devicesChanged();
  #closed = false;

  constructor({ port, remembered, wanted }: LocalMediaOptions) {
    this.#port = port;
    this.#remembered = remembered;
    const initial = (kind: DeviceKind): Signal<DeviceState> =>
      signal({ wanted: wanted[kind], opening: false, track: undefined, silenced: false, problem: undefined });
    this.#states = { microphone: initial("microphone"), camera: initial("camera") };
    port.devices?.addEventListener("devicechange", this.#changed);
  }

  get microphone(): ReadonlySignal<DeviceState> {
    return this.#states.microphone;
  }

  get camera(): ReadonlySignal<DeviceState> {
    return this.#states.camera;
  }

  get present(): ReadonlySignal<DeviceList> {
    return this.#present;
  }

  /** Id of the loudspeaker for `setSinkId`; empty for the system's. */
  get speaker(): ReadonlySignal<string> {
    return this.#speaker;
  }

  /** Asks for these kinds with one prompt; what fails ends up as `problem` of its kind. */
  async open(kinds: readonly DeviceKind[] = deviceKinds): Promise<void> {
    for (const kind of kinds) this.#change(kind, { opening: true, problem: undefined });
    const acquired = await acquire(this.#port, kinds, this.#constraints());
    for (const kind of kinds) this.#settle(kind, acquired[kind] ?? "unknown");
    await this.#refresh();
  }

  /** Switches a kind on or off; a camera that can come back without a prompt is released, so that its light goes out. */
  async toggle(kind: DeviceKind): Promise<void> {
    const { wanted, track, opening } = this.#states[kind].value;
    const next = track === undefined && !opening ? true : !wanted;
    this.#change(kind, { wanted: next });
    if (track !== undefined) track.enabled = next;
    if (next && track === undefined && !opening) await this.open([kind]);
    if (!next && kind === "camera" && (await this.#port.permission("camera")) === "granted") this.#releaseCamera();
  }

  /** Changes to this device and remembers it. */
  async choose(kind: Choosable, device: Device): Promise<void> {
    this.#remembered.remember(kind, device);
    if (kind === "speaker") {
      this.#speaker.value = device.id;
      return;
    }
    this.#chosen[kind] = device.id;
    if (kind === "camera" && !this.#states.camera.value.wanted) return;
    this.#drop(kind);
    await this.open([kind]);
  }

  /** The id of the device in use, or the one that would be. */
  usedId(kind: Choosable): string {
    if (kind === "speaker") return this.#speaker.value;
    const used = this.#states[kind].value.track?.getSettings().deviceId;
    return used ?? this.#chosen[kind] ?? this.#remembered.find(kind, this.#present.value)?.id ?? "";
  }

  /** Stops the tracks and listens no more. */
  close(): void {
    this.#closed = true;
    this.#port.devices?.removeEventListener("devicechange", this.#changed);
    for (const kind of deviceKinds) this.#drop(kind);
  }

  #change(kind: DeviceKind, change: Partial<DeviceState>): void {
    this.#states[kind].value = { ...this.#states[kind].value, ...change };
  }

  #constraints(): Constraints {
    const device = (kind: DeviceKind): MediaTrackConstraints => {
      const chosen = this.#chosen[kind];
      const remembered = this.#remembered.find(kind, this.#present.value)?.id ?? this.#remembered.preferredId(kind);
      if (chosen !== undefined) return { deviceId: { exact: chosen } };
      return remembered === undefined ? {} : { deviceId: { ideal: remembered } };
    };
    return {
      microphone: { ...device("microphone"), echoCancellation: true, noiseSuppression: true, autoGainControl: true },
      camera: { facingMode: "user", ...device("camera"), width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } },
    };
  }

  #settle(kind: DeviceKind, result: MediaStreamTrack | MediaProblem): void {
    if (typeof result === "string") {
      if (result === "overconstrained" || result === "not-found") delete this.#chosen[kind];
      this.#change(kind, { opening: false, problem: result });
      return;
    }
    if (this.#closed) {
      result.stop();
      return;
    }
    this.#drop(kind);
    result.enabled = this.#states[kind].value.wanted;
    result.onended = () => this.#lost(kind, result);
    result.onmute = () => this.#change(kind, { silenced: true });
    result.onunmute = () => this.#change(kind, { silenced: false });
    this.#change(kind, { opening: false, track: result, silenced: result.muted, problem: undefined });
  }

  /** The device was unplugged or taken away: another takes its place where there is one. */
  #lost(kind: DeviceKind, track: MediaStreamTrack): void {
    if (this.#states[kind].value.track !== track) return;
    this.#drop(kind);
    delete this.#chosen[kind];
    this.#change(kind, { problem: "unplugged" });
    if (this.#states[kind].value.wanted) void this.open([kind]);
  }

  #releaseCamera(): void {
    if (!this.#states.camera.value.wanted) this.#drop("camera");
  }

  #drop(kind: DeviceKind): void {
    const { track } = this.#states[kind].value;
    if (track === undefined) return;
    track.onended = null;
    track.onmute = null;
    track.onunmute = null;
    track.stop();
    this.#change(kind, { track: undefined, silenced: false });
  }

  async #devicesChanged(): Promise<void> {
    await this.#refresh();
    for (const kind of deviceKinds) {
      const { problem, opening, wanted } = this.#states[kind].value;
      const mayBeThere = problem === "not-found" || problem === "unplugged";
      if (mayBeThere && wanted && !opening && (await this.#port.permission(kind)) === "granted") await this.open([kind]);
    }
  }

  async #refresh(): Promise<void> {
    const infos = await this.#port.devices?.enumerateDevices().catch(() => []);
    if (this.#closed) return;
    this.#present.value = listDevices(infos ?? []);
    this.#speaker.value = this.#remembered.find("speaker", this.#present.value)?.id ?? "";
  }
}
