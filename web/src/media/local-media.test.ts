import { describe, expect, test } from "vitest";
import { FakeMedia, type FakeTrack } from "../testing/fake-media.ts";
import { fakeShelf } from "../testing/fake-shelf.ts";
import { isOn, LocalMedia } from "./local-media.ts";
import { rememberDevices } from "./remembered-devices.ts";

function openMedia(port: FakeMedia, shelf = fakeShelf()): LocalMedia {
  return new LocalMedia({ port, remembered: rememberDevices(shelf), wanted: { microphone: true, camera: true } });
}

const trackOf = (media: LocalMedia, kind: "microphone" | "camera"): FakeTrack => media[kind].value.track as unknown as FakeTrack;

describe("local media", () => {
  test("opens both devices and lists what can be chosen", async () => {
    const media = openMedia(new FakeMedia());

    await media.open();

    expect(isOn(media.microphone.value)).toBe(true);
    expect(isOn(media.camera.value)).toBe(true);
    expect(media.present.value.speaker).toEqual([{ id: "out", label: "Out" }]);
  });

  test("mutes without letting the microphone go", async () => {
    const media = openMedia(new FakeMedia());
    await media.open();
    const track = trackOf(media, "microphone");

    await media.toggle("microphone");

    expect(isOn(media.microphone.value)).toBe(false);
    expect(track).toMatchObject({ enabled: false, stopped: false });

    await media.toggle("microphone");
    expect(track.enabled).toBe(true);
  });

  test("lets the camera go where it comes back without a prompt", async () => {
    const port = new FakeMedia();
    port.permissions = { camera: "granted" };
    const media = openMedia(port);
    await media.open();
    const first = trackOf(media, "camera");

    await media.toggle("camera");
    expect(first.stopped).toBe(true);
    expect(media.camera.value.track).toBeUndefined();

    await media.toggle("camera");
    expect(isOn(media.camera.value)).toBe(true);
  });

  test("only disables the camera where another prompt would come", async () => {
    const port = new FakeMedia();
    port.permissions = { camera: "prompt" };
    const media = openMedia(port);
    await media.open();

    await media.toggle("camera");

    expect(trackOf(media, "camera")).toMatchObject({ enabled: false, stopped: false });
    expect(port.asked).toHaveLength(1);
  });

  test("a device that was switched off while it opened stays off", async () => {
    const media = openMedia(new FakeMedia());

    const opened = media.open();
    await media.toggle("microphone");
    await opened;

    expect(trackOf(media, "microphone").enabled).toBe(false);
  });

  test("remembers a chosen device for the next time", async () => {
    const [port, shelf] = [new FakeMedia(), fakeShelf()];
    const media = openMedia(port, shelf);
    await media.open();
    await media.choose("microphone", { id: "headset", label: "Headset" });
    expect(media.usedId("microphone")).toBe("headset");

    const next = new FakeMedia();
    await openMedia(next, shelf).open();

    expect(next.asked[0]?.audio).toMatchObject({ deviceId: { ideal: "headset" } });
  });

  test("finds the remembered speaker again, and the system's when it is gone", async () => {
    const shelf = fakeShelf();
    await openMedia(new FakeMedia(), shelf).choose("speaker", { id: "old id", label: "Out" });

    const next = openMedia(new FakeMedia(), shelf);
    await next.open();
    expect(next.speaker.value).toBe("out");

    const without = new FakeMedia();
    without.infos = without.infos.filter(({ kind }) => kind !== "audiooutput");
    const last = openMedia(without, shelf);
    await last.open();
    expect(last.speaker.value).toBe("");
  });

  test("a camera that is off is chosen without being opened", async () => {
    const port = new FakeMedia();
    const media = openMedia(port);
    await media.open();
    await media.toggle("camera");

    await media.choose("camera", { id: "other", label: "Other" });

    expect(port.asked).toHaveLength(1);
  });

  test("an unplugged device is replaced by another", async () => {
    const media = openMedia(new FakeMedia());
    await media.open();
    const first = trackOf(media, "microphone");

    first.onended?.();

    await expect.poll(() => isOn(media.microphone.value)).toBe(true);
    expect(trackOf(media, "microphone")).not.toBe(first);
  });

  test("a device that is plugged in is taken without a prompt", async () => {
    const port = new FakeMedia();
    const camera = port.infos;
    port.infos = camera.filter(({ kind }) => kind !== "videoinput");
    port.permissions = { camera: "granted" };
    const media = openMedia(port);
    await media.open();
    expect(media.camera.value.problem).toBe("not-found");

    port.infos = camera;
    port.changed();

    await expect.poll(() => isOn(media.camera.value)).toBe(true);
  });

  test("knows when the system silences the microphone", async () => {
    const media = openMedia(new FakeMedia());
    await media.open();
    const track = trackOf(media, "microphone");

    track.onmute?.();
    expect(media.microphone.value.silenced).toBe(true);

    track.onunmute?.();
    expect(media.microphone.value.silenced).toBe(false);
  });

  test("stops everything when it closes, and what opens too late", async () => {
    const port = new FakeMedia();
    const media = openMedia(port);
    await media.open();
    const late = media.open(["camera"]);
    media.close();
    await late;

    expect(port.opened.map(({ stopped }) => stopped)).toEqual([true, true, true]);
    expect(media.camera.value.track).toBeUndefined();
    expect(port.isHeard).toBe(false);
  });
});
