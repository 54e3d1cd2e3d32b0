import type { DeviceKind, MediaPort } from "../media/media-port.ts";

/** As much of a track as local media uses, with what a browser would do to it. */
export class FakeTrack {
  readonly kind: "audio" | "video";
  readonly label: string;
  readonly #deviceId: string;
  enabled = true;
  muted = false;
  stopped = false;
  onended: (() => void) | null = null;
  onmute: (() => void) | null = null;
  onunmute: (() => void) | null = null;

  constructor(kind: "audio" | "video", deviceId: string) {
    this.kind = kind;
    this.label = `label of ${deviceId}`;
    this.#deviceId = deviceId;
  }

  stop(): void {
    this.stopped = true;
  }

  getSettings(): MediaTrackSettings {
    return { deviceId: this.#deviceId };
  }
}

/** A track where only its identity matters, or what `FakeTrack` can do. */
export const fakeTrack = (kind: "audio" | "video" = "audio", deviceId = "one"): MediaStreamTrack & FakeTrack =>
  new FakeTrack(kind, deviceId) as unknown as MediaStreamTrack & FakeTrack;

interface Asked {
  readonly audio: MediaTrackConstraints | false;
  readonly video: MediaTrackConstraints | false;
}

/** Devices that a test adds, denies and takes away. */
export class FakeMedia implements MediaPort {
  readonly secure: boolean;
  readonly devices: MediaPort["devices"];
  /** Every request, in order. */
  readonly asked: Asked[] = [];
  /** Every track that was given out. */
  readonly opened: FakeTrack[] = [];
  infos: readonly Pick<MediaDeviceInfo, "kind" | "deviceId" | "label">[] = [
    { kind: "audioinput", deviceId: "mic", label: "Mic" },
    { kind: "videoinput", deviceId: "cam", label: "Cam" },
    { kind: "audiooutput", deviceId: "out", label: "Out" },
  ];
  permissions: { [K in DeviceKind]?: PermissionState } = {};
  /** Names the error that a request fails with. */
  refuse: (asked: Asked) => string | undefined = () => undefined;
  #listener: (() => void) | undefined;

  constructor({ secure = true, supported = true }: { readonly secure?: boolean; readonly supported?: boolean } = {}) {
    this.secure = secure;
    const devices = {
      getUserMedia: (constraints: Asked) => this.#open(constraints),
      enumerateDevices: async () => this.infos,
      addEventListener: (_: string, listener: () => void) => {
        this.#listener = listener;
      },
      removeEventListener: () => {
        this.#listener = undefined;
      },
    };
    this.devices = supported ? (devices as unknown as NonNullable<MediaPort["devices"]>) : undefined;
  }

  get isHeard(): boolean {
    return this.#listener !== undefined;
  }

  async permission(kind: DeviceKind): Promise<PermissionState | undefined> {
    return this.permissions[kind];
  }

  /** Tells that devices came or went. */
  changed(): void {
    this.#listener?.();
  }

  async #open(asked: Asked): Promise<MediaStream> {
    this.asked.push(asked);
    const name = this.refuse(asked);
    if (name !== undefined) throw new DOMException("refused", name);
    const tracks = (wanted: MediaTrackConstraints | false, kind: "audio" | "video", usual: string): MediaStreamTrack[] =>
      wanted === false ? [] : [fakeTrack(kind, chosenId(wanted) ?? usual)];
    const [audio, video] = [tracks(asked.audio, "audio", "mic"), tracks(asked.video, "video", "cam")];
    this.opened.push(...([...audio, ...video] as unknown as FakeTrack[]));
    return { getAudioTracks: () => audio, getVideoTracks: () => video } as unknown as MediaStream;
  }
}

function chosenId({ deviceId }: MediaTrackConstraints): string | undefined {
  if (typeof deviceId !== "object" || deviceId === null || Array.isArray(deviceId)) return undefined;
  const { exact } = deviceId;
  return typeof exact === "string" ? exact : undefined;
}
