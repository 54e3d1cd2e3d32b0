import { beforeAll, expect, test } from "vitest";
import { FakeMedia } from "../testing/fake-media.ts";
import { speak } from "../texts/t.ts";
import { browserVerdict } from "./browser-verdict.ts";
import { checkDevices } from "./check-devices.ts";
import { absentVerdict, microphoneVerdict } from "./device-verdict.ts";

beforeAll(() => speak("en"));

const able = { secure: true, devices: true, peerConnection: true, screenShare: true };

test("a browser is judged by what a call needs most", () => {
  expect(browserVerdict(able).status).toBe("good");
  expect(browserVerdict({ ...able, screenShare: false }).status).toBe("warning");
  expect(browserVerdict({ ...able, secure: false, devices: false }).words()).toContain("https");
  expect(browserVerdict({ ...able, peerConnection: false }).words()).toContain("WebRTC");
});

test("a microphone that is open but silent wants attention", () => {
  expect(microphoneVerdict("Mic", 0).status).toBe("warning");
  expect(microphoneVerdict("Mic", 0.4).words()).toContain("40%");
});

test("a missing device is less bad than a denied one", () => {
  expect(absentVerdict("camera", "not-found").status).toBe("warning");
  expect(absentVerdict("camera", "denied").status).toBe("bad");
});

test("devices are listened to and let go", async () => {
  const port = new FakeMedia();
  const heard: number[] = [];
  const measure = (_: MediaStreamTrack, hear: (level: number) => void): (() => void) => {
    queueMicrotask(() => hear(0.5));
    return () => {};
  };

  const verdicts = await checkDevices(port, measure, (level) => heard.push(level));

  expect(verdicts.microphone.words()).toContain("50%");
  expect(verdicts.camera.status).toBe("good");
  expect(port.opened.every(({ stopped }) => stopped)).toBe(true);
  expect(heard).toEqual([0.5, 0]);
});

test("each missing device is told by itself", async () => {
  const port = new FakeMedia();
  port.infos = [];
  port.refuse = () => "NotFoundError";

  const verdicts = await checkDevices(
    port,
    () => () => {},
    () => {},
  );

  expect([verdicts.microphone.status, verdicts.camera.status]).toEqual(["warning", "warning"]);
});
