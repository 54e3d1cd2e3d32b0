import { beforeAll, describe, expect, test } from "vitest";
import { LocalMedia } from "../media/local-media.ts";
import { rememberDevices } from "../media/remembered-devices.ts";
import { FakeCall, fakePeer } from "../testing/fake-call.ts";
import { FakeMedia, fakeTrack } from "../testing/fake-media.ts";
import { fakeShelf } from "../testing/fake-shelf.ts";
import { speak } from "../texts/t.ts";
import { LiveCall } from "./live-call.ts";

beforeAll(() => speak("en"));

async function openLive({ refuseScreen }: { readonly refuseScreen?: string } = {}) {
  const port = new FakeMedia();
  const media = new LocalMedia({ port, remembered: rememberDevices(fakeShelf()), wanted: { microphone: true, camera: true } });
  const call = new FakeCall();
  const picture = fakeTrack("video", "screen");
  const capture = async (): Promise<MediaStream> => {
    if (refuseScreen !== undefined) throw new DOMException("refused", refuseScreen);
    return { getVideoTracks: () => [picture], getAudioTracks: () => [], getTracks: () => [picture] } as unknown as MediaStream;
  };
  await media.open();
  const live = new LiveCall({ call, media, capture });
  return { port, media, call, picture, live, state: () => call.view.self?.state };
}

describe("a live call", () => {
  test("sends the devices that the lobby opened", async () => {
    const { call, media, state, live } = await openLive();

    expect(call.sent.get("microphone")).toBe(media.microphone.value.track);
    expect(call.sent.get("camera")).toBe(media.camera.value.track);
    expect(state()).toMatchObject({ microphone: true, camera: true });
    live.close();
  });

  test("a muted microphone stays sent, and the others are told", async () => {
    const { call, live, state } = await openLive();

    live.act("microphone");

    expect(state()?.microphone).toBe(false);
    expect(call.sent.get("microphone")).toMatchObject({ enabled: false, stopped: false });
    live.close();
  });

  test("a microphone that the system silences counts as off", async () => {
    const { port, live, state } = await openLive();

    port.opened.find(({ kind }) => kind === "audio")?.onmute?.();

    expect(state()?.microphone).toBe(false);
    live.close();
  });

  test("a camera that is off is not sent, and comes back", async () => {
    const { call, media, live, state } = await openLive();

    live.act("camera");
    expect(call.sent.get("camera")).toBeUndefined();
    expect(state()?.camera).toBe(false);

    live.act("camera");
    expect(call.sent.get("camera")).toBe(media.camera.value.track);
    expect(state()?.camera).toBe(true);
    live.close();
  });

  test("raises and lowers the hand", async () => {
    const { live } = await openLive();

    live.act("hand");
    expect(live.handRaised).toBe(true);

    live.act("hand");
    expect(live.handRaised).toBe(false);
    live.close();
  });

  test("shares the screen until the browser's own button stops it", async () => {
    const { call, live, picture, state } = await openLive();

    live.act("screen");
    await expect.poll(() => state()?.screen).toBe(true);
    expect(call.sent.get("screen")).toBe(picture);

    picture.onended?.();
    await expect.poll(() => state()?.screen).toBe(false);
    expect(live.screen.track.value).toBeUndefined();
    live.close();
  });

  test("says nothing when sharing is declined, and something when it fails", async () => {
    const declined = await openLive({ refuseScreen: "NotAllowedError" });
    expect(await declined.live.screen.start()).toBe("declined");
    declined.live.close();

    const failed = await openLive({ refuseScreen: "NotReadableError" });
    failed.live.act("screen");
    await expect.poll(() => failed.live.notices.list.value.map(({ words }) => words())).toEqual(["The screen could not be shared."]);
    failed.live.close();
  });

  test("tells who comes", async () => {
    const { call, live } = await openLive();
    const ann = fakePeer("Ann");

    call.become({ peers: [ann] }, { type: "peer-joined", peer: ann });

    expect(live.view.value.peers).toEqual([ann]);
    expect(live.notices.list.value.map(({ words }) => words())).toEqual(["Ann joined"]);
    live.close();
  });

  test("leaves when it closes, and sends nothing more", async () => {
    const { call, media, live } = await openLive();

    live.close();
    const before = call.sent.get("camera");
    await media.toggle("camera");

    expect(call.done).toContain("hangUp");
    expect(call.sent.get("camera")).toBe(before);
  });
});
