/** What a person shows or says, as opposed to the screen. */
export type DeviceKind = "microphone" | "camera";

export const deviceKinds: readonly DeviceKind[] = ["microphone", "camera"];

type Devices = Pick<MediaDevices, "getUserMedia" | "enumerateDevices" | "addEventListener" | "removeEventListener">;

/** The browser's devices, as far as local media needs them. */
export interface MediaPort {
  /** Absent outside a secure context and in old web views. */
  readonly devices: Devices | undefined;
  readonly secure: boolean;
  /** Whether this page may use a kind; `undefined` where the browser does not tell. */
  permission(kind: DeviceKind): Promise<PermissionState | undefined>;
}

/** The devices of this browser. */
export function browserMedia(): MediaPort {
  return {
    devices: (navigator as Partial<Navigator>).mediaDevices,
    secure: isSecureContext,
    permission: async (kind) => {
      try {
        return (await navigator.permissions.query({ name: kind })).state;
      } catch {
        return undefined;
      }
    },
  };
}
