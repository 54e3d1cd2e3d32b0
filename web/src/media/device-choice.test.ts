import { expect, test } from "vitest";
import { findRemembered, listDevices, readDevice } from "./device-choice.ts";

const present = [
  { id: "a", label: "Built-in" },
  { id: "b", label: "Headset" },
];

test("a remembered device is found by id", () => {
  expect(findRemembered(present, { id: "b", label: "Renamed" })).toBe(present[1]);
});

test("a remembered device whose id changed is found by label", () => {
  expect(findRemembered(present, { id: "gone", label: "Headset" })).toBe(present[1]);
});

test("a device without a label is not mistaken for another", () => {
  expect(findRemembered([{ id: "x", label: "" }], { id: "gone", label: "" })).toBeUndefined();
  expect(findRemembered(present, undefined)).toBeUndefined();
});

test("devices without an id, as listed before permission, cannot be chosen", () => {
  const list = listDevices([
    { kind: "audioinput", deviceId: "", label: "" },
    { kind: "videoinput", deviceId: "c", label: "Cam" },
    { kind: "audiooutput", deviceId: "o", label: "Out" },
  ]);

  expect(list).toEqual({ microphone: [], camera: [{ id: "c", label: "Cam" }], speaker: [{ id: "o", label: "Out" }] });
});

test("what was remembered is read carefully", () => {
  expect(readDevice({ id: "a", label: "b", more: 1 })).toEqual({ id: "a", label: "b" });
  expect(readDevice({ id: 1, label: "b" })).toBeUndefined();
  expect(readDevice(null)).toBeUndefined();
});
