import { describe, expect, test } from "vitest";
import { FakeMedia } from "../testing/fake-media.ts";
import { acquire } from "./acquire.ts";
import { deviceKinds } from "./media-port.ts";

const constraints = { microphone: { echoCancellation: true }, camera: { facingMode: "user" } };

describe("acquire", () => {
  test("asks once for both", async () => {
    const media = new FakeMedia();

    const acquired = await acquire(media, deviceKinds, constraints);

    expect(media.asked).toEqual([{ audio: constraints.microphone, video: constraints.camera }]);
    expect(acquired).toMatchObject({ microphone: { kind: "audio" }, camera: { kind: "video" } });
  });

  test("asks only for what is there", async () => {
    const media = new FakeMedia();
    media.infos = [{ kind: "audioinput", deviceId: "", label: "" }];

    const acquired = await acquire(media, deviceKinds, constraints);

    expect(media.asked).toEqual([{ audio: constraints.microphone, video: false }]);
    expect(acquired).toMatchObject({ microphone: { kind: "audio" }, camera: "not-found" });
  });

  test("asks for nothing when a single wanted kind is missing", async () => {
    const media = new FakeMedia();
    media.infos = [{ kind: "audioinput", deviceId: "", label: "" }];

    expect(await acquire(media, ["camera"], constraints)).toEqual({ camera: "not-found" });
    expect(media.asked).toEqual([]);
  });

  test("asks for both when the browser lists nothing at all", async () => {
    const media = new FakeMedia();
    media.infos = [];
    media.refuse = () => "NotFoundError";

    expect(await acquire(media, deviceKinds, constraints)).toEqual({ microphone: "not-found", camera: "not-found" });
    expect(media.asked[0]).toEqual({ audio: constraints.microphone, video: constraints.camera });
  });

  test("keeps the microphone when the camera is in use", async () => {
    const media = new FakeMedia();
    media.refuse = ({ video }) => (video === false ? undefined : "NotReadableError");

    expect(await acquire(media, deviceKinds, constraints)).toMatchObject({ microphone: { kind: "audio" }, camera: "in-use" });
  });

  test("keeps the camera when the microphone is in use", async () => {
    const media = new FakeMedia();
    media.refuse = ({ audio }) => (audio === false ? undefined : "NotReadableError");

    expect(await acquire(media, deviceKinds, constraints)).toMatchObject({ microphone: "in-use", camera: { kind: "video" } });
  });

  test("shows no second prompt after a refusal", async () => {
    const media = new FakeMedia();
    media.permissions = { microphone: "prompt", camera: "prompt" };
    media.refuse = () => "NotAllowedError";

    expect(await acquire(media, deviceKinds, constraints)).toEqual({ microphone: "denied", camera: "denied" });
    expect(media.asked).toHaveLength(1);
  });

  test("asks for the other alone where one kind was denied for good", async () => {
    const media = new FakeMedia();
    media.permissions = { microphone: "prompt", camera: "denied" };
    media.refuse = ({ video }) => (video === false ? undefined : "NotAllowedError");

    expect(await acquire(media, deviceKinds, constraints)).toMatchObject({ microphone: { kind: "audio" }, camera: "denied" });
  });

  test("does not try one by one what a rule blocks", async () => {
    const media = new FakeMedia();
    media.refuse = () => "SecurityError";

    expect(await acquire(media, deviceKinds, constraints)).toEqual({ microphone: "blocked", camera: "blocked" });
    expect(media.asked).toHaveLength(1);
  });

  test("knows an insecure page and a browser without devices", async () => {
    expect(await acquire(new FakeMedia({ secure: false }), deviceKinds, constraints)).toEqual({
      microphone: "insecure",
      camera: "insecure",
    });
    expect(await acquire(new FakeMedia({ supported: false }), ["camera"], constraints)).toEqual({ camera: "unsupported" });
  });
});
