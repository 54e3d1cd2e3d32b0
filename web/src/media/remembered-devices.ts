import type { Shelf } from "../app/shelf.ts";
import { readJson } from "../app/shelf.ts";
import { type Choosable, type Device, type DeviceList, findRemembered, readDevice } from "./device-choice.ts";

/** Remembers which device a person chose last, by id and label. */
export interface RememberedDevices {
  /** The chosen device if it is present. */
  find(kind: Choosable, present: DeviceList): Device | undefined;
  /** The id to prefer while the browser does not yet list ids. */
  preferredId(kind: Choosable): string | undefined;
  remember(kind: Choosable, device: Device): void;
}

/** Keeps the choices on `shelf`. */
export function rememberDevices(shelf: Shelf): RememberedDevices {
  const name = (kind: Choosable): string => `device.${kind}`;
  const read = (kind: Choosable): Device | undefined => readDevice(readJson(shelf, name(kind)));
  return {
    find: (kind, present) => findRemembered(present[kind], read(kind)),
    preferredId: (kind) => read(kind)?.id,
    remember: (kind, device) => void shelf.set(name(kind), JSON.stringify({ id: device.id, label: device.label })),
  };
}
