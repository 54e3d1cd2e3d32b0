import { NetworkError } from "@tgcall/client";
import { Problem } from "@tgcall/protocol";
import { describe, expect, test } from "vitest";
import { LocalMedia } from "../media/local-media.ts";
import { rememberDevices } from "../media/remembered-devices.ts";
import { callId, fakeApi, invite } from "../testing/fake-api.ts";
import { FakeMedia } from "../testing/fake-media.ts";
import { fakeShelf } from "../testing/fake-shelf.ts";
import { JoinFlow } from "./join-flow.ts";
import { joinMemory } from "./join-record.ts";

function openFlow(api = fakeApi()) {
  const shelf = fakeShelf();
  const memory = joinMemory(fakeShelf());
  const port = new FakeMedia();
  const openMedia = (wanted: { microphone: boolean; camera: boolean }): LocalMedia =>
    new LocalMedia({ port, remembered: rememberDevices(shelf), wanted });
  return { api, shelf, memory, port, flow: new JoinFlow({ api, memory, shelf, openMedia }) };
}

async function inLobby() {
  const opened = openFlow();
  opened.memory.keep({ token: "t", invite });
  await opened.flow.arrive();
  return opened;
}

describe("the way into a call", () => {
  test("leads through the lobby, where the initiator finds the invite", async () => {
    const { flow } = await inLobby();

    expect(flow.stage.value).toMatchObject({ at: "lobby", offer: { view: { value: { invite } } } });
  });

  test("takes name and devices along", async () => {
    const { flow, memory, shelf } = await inLobby();
    const lobby = flow.stage.value;

    flow.join("Ann");

    expect(flow.stage.value).toMatchObject({ at: "call", entry: { token: "t", name: "Ann", callId } });
    expect(flow.stage.value.at === "call" && lobby.at === "lobby" && flow.stage.value.entry.media === lobby.media).toBe(true);
    expect(shelf.get("name")).toBe("Ann");
    expect(memory.record()?.inCall).toBe(true);
  });

  test("a reload leaves a camera alone that was off", async () => {
    const { flow, memory, port } = openFlow();
    memory.keep({ token: "t", callId, inCall: true, camera: false });

    await flow.arrive();

    expect(flow.stage.value).toMatchObject({ at: "call", entry: { token: "t", callId } });
    await expect.poll(() => port.asked).toMatchObject([{ video: false }]);
  });

  test("ends where the service refuses, and is found again by a retry", async () => {
    let full = true;
    const working = fakeApi();
    const { flow, memory } = openFlow(
      fakeApi({ join: (token) => (full ? Promise.reject(new Problem("call_full")) : working.join(token)) }),
    );
    memory.keep({ token: "t" });
    await flow.arrive();
    expect(flow.stage.value).toEqual({ at: "over", ending: { reason: "call_full", action: "retry" } });

    full = false;
    await flow.arrive();

    expect(flow.stage.value.at).toBe("lobby");
  });

  test("tells a missing network from a missing call", async () => {
    const { flow, memory } = openFlow(fakeApi({ join: () => Promise.reject(new NetworkError("no answer")) }));
    await flow.arrive();
    expect(flow.stage.value).toMatchObject({ ending: { reason: "nowhere", action: "enter" } });

    memory.keep({ token: "t" });
    await flow.arrive();

    expect(flow.stage.value).toMatchObject({ ending: { reason: "network", action: "retry" } });
  });
});

describe("the way out of a call", () => {
  test("lets the devices go and shows the lobby to a reload", async () => {
    const { flow, memory, port } = await inLobby();
    await expect.poll(() => port.opened.length).toBe(2);
    flow.join("Ann");

    flow.end({ by: "self" }, 5_000);

    expect(flow.stage.value).toEqual({ at: "over", ending: { reason: "left", action: "again", talkedMs: 5_000 } });
    expect(port.opened.every(({ stopped }) => stopped)).toBe(true);
    expect(memory.record()?.inCall).toBe(false);
  });

  test("to another tab can be taken back by a reload", async () => {
    const { flow, memory } = await inLobby();
    flow.join("Ann");

    flow.end({ by: "service", reason: "replaced" }, undefined);

    expect(memory.record()?.inCall).toBe(true);
  });

  test("can be gone back at once, under the same name", async () => {
    const { flow } = await inLobby();
    flow.join("Ann");
    flow.end({ by: "self" }, undefined);

    flow.again();

    expect(flow.stage.value).toMatchObject({ at: "call", entry: { token: "t", name: "Ann" } });
  });
});
