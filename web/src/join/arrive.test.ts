import { NetworkError } from "@tgcall/client";
import { Problem } from "@tgcall/protocol";
import { describe, expect, test } from "vitest";
import { callId, fakeApi } from "../testing/fake-api.ts";
import { fakeShelf } from "../testing/fake-shelf.ts";
import { arrive, takeSecret } from "./arrive.ts";
import { joinMemory } from "./join-record.ts";

const token = "header12.payload1.signature";

function openTab() {
  const memory = joinMemory(fakeShelf());
  let drawn = 0;
  return { memory, randomId: () => `key-${++drawn}` };
}

describe("arriving", () => {
  test("with a token leads to the lobby", async () => {
    const [tab, api] = [openTab(), fakeApi()];

    expect(takeSecret(`#token=${token}`, tab)).toBe("taken");

    expect(await arrive({ ...tab, api })).toMatchObject({ to: "lobby", record: { token, callId } });
  });

  test("with a code exchanges it once, also when the page is loaded again", async () => {
    const [tab, api] = [openTab(), fakeApi()];

    for (const fragment of ["#code=K7QM2XPD", "", "#code=K7QM2XPD"]) {
      takeSecret(fragment, tab);
      expect(await arrive({ ...tab, api })).toMatchObject({ to: "lobby", record: { token: "resolved", code: "K7QM2XPD" } });
    }

    expect(api.asked.filter(([name]) => name === "resolve")).toEqual([["resolve", "K7QM2XPD", { idempotencyKey: "key-1" }]]);
  });

  test("tries an exchange that got no answer again with the same key", async () => {
    const tab = openTab();
    const offline = fakeApi({ resolve: () => Promise.reject(new NetworkError("no answer")) });
    takeSecret("#code=K7QM2XPD", tab);
    await expect(arrive({ ...tab, api: offline })).rejects.toThrow(NetworkError);

    const online = fakeApi();
    takeSecret("", tab);
    await arrive({ ...tab, api: online });

    expect(online.asked[0]).toEqual(["resolve", "K7QM2XPD", { idempotencyKey: "key-1" }]);
  });

  test("with another code forgets the call before", async () => {
    const [tab, api] = [openTab(), fakeApi()];
    tab.memory.keep({ token: "old", inCall: true });

    takeSecret("#code=K7QM2XPD", tab);

    expect(await arrive({ ...tab, api })).toMatchObject({ to: "lobby", record: { token: "resolved" } });
  });

  test("after a reload goes straight back into the call", async () => {
    const [tab, api] = [openTab(), fakeApi()];
    tab.memory.keep({ token, inCall: true, camera: false });

    takeSecret("", tab);

    expect(await arrive({ ...tab, api })).toEqual({ to: "call", record: { token, inCall: true, camera: false } });
    expect(api.asked).toEqual([]);
  });

  test("with the same link again keeps the place in the call", () => {
    const tab = openTab();
    tab.memory.keep({ token, inCall: true });

    takeSecret(`#token=${token}`, tab);

    expect(tab.memory.record()).toEqual({ token, inCall: true });
  });

  test("with nothing leads nowhere, with a broken link is told", async () => {
    const [tab, api] = [openTab(), fakeApi()];

    expect(takeSecret("", tab)).toBe("none");
    expect(takeSecret("#code=broken", tab)).toBe("wrong");
    expect(await arrive({ ...tab, api })).toEqual({ to: "nowhere" });
  });

  test("hands on why the service refuses", async () => {
    const tab = openTab();
    const api = fakeApi({ join: () => Promise.reject(new Problem("call_full")) });
    takeSecret(`#token=${token}`, tab);

    await expect(arrive({ ...tab, api })).rejects.toMatchObject({ code: "call_full" });
  });
});
