import { isRecord } from "@tgcall/protocol";

/** A device as people know it; ids change when site data is cleared, labels do not. */
export interface Device {
  readonly id: string;
  readonly label: string;
}

/** What can be chosen: also loudspeakers, where the browser lets a page route sound. */
export type Choosable = "microphone" | "camera" | "speaker";

export type DeviceList = Readonly<Record<Choosable, readonly Device[]>>;

export const noDevices: DeviceList = { microphone: [], camera: [], speaker: [] };

const kinds: Readonly<Record<MediaDeviceKind, Choosable>> = { audioinput: "microphone", videoinput: "camera", audiooutput: "speaker" };

/** Sorts what the browser enumerates; devices without an id (before permission) cannot be chosen and are left out. */
export function listDevices(infos: readonly Pick<MediaDeviceInfo, "kind" | "deviceId" | "label">[]): DeviceList {
  const list: Record<Choosable, Device[]> = { microphone: [], camera: [], speaker: [] };
  for (const { kind, deviceId, label } of infos) {
    if (deviceId !== "") list[kinds[kind]].push({ id: deviceId, label });
  }
  return list;
}

/** The remembered device among those present: by id, else by label. */
export function findRemembered(present: readonly Device[], remembered: Device | undefined): Device | undefined {
  if (remembered === undefined) return undefined;
  return present.find(({ id }) => id === remembered.id) ?? present.find(({ label }) => label !== "" && label === remembered.label);
}

/** Reads a device that was remembered as JSON. */
export function readDevice(value: unknown): Device | undefined {
  if (!isRecord(value) || typeof value["id"] !== "string" || typeof value["label"] !== "string") return undefined;
  return { id: value["id"], label: value["label"] };
}
