import { NetworkError } from "@tgcall/client";
import { Problem } from "@tgcall/protocol";
import { describe, expect, test } from "vitest";
import { joinMemory } from "../join/join-record.ts";
import { fakeApi, invite } from "../testing/fake-api.ts";
import { fakeShelf } from "../testing/fake-shelf.ts";
import { apiKeyMemory } from "./api-key.ts";
import { createCall, enterCreated } from "./create.ts";
import { initiatorId } from "./initiator-id.ts";

const intent = { idempotencyKey: "click-1", relayOnly: false };

function openKeys() {
  const [tab, browser] = [fakeShelf(), fakeShelf()];
  return { tab, browser, keys: apiKeyMemory(tab, browser) };
}

describe("starting a call", () => {
  test("names the initiator and the click", async () => {
    const api = fakeApi();

    const created = await createCall({ ...intent, relayOnly: true }, { api, keys: openKeys().keys, initiator: "web-1" });

    expect(created).toMatchObject({ created: { joinToken: "fresh" } });
    expect(api.asked).toEqual([["create", { initiator_telegram_id: "web-1", relay_only: true }, { idempotencyKey: "click-1" }]]);
  });

  test("inside Telegram it names the user and shows what Telegram signed", async () => {
    const api = fakeApi();

    await createCall(intent, { api, keys: openKeys().keys, initiator: "web-1", launch: { initData: "user=…&hash=…", userId: "42" } });

    expect(api.asked).toEqual([["create", { initiator_telegram_id: "42" }, { idempotencyKey: "click-1", initData: "user=…&hash=…" }]]);
  });

  test("asks for a key where one is wanted, and again when it is wrong", async () => {
    const api = fakeApi({
      create: (_, options) =>
        options?.apiKey === "right" ? fakeApi().create({ initiator_telegram_id: 1 }) : Promise.reject(new Problem("unauthorized")),
    });
    const { keys, browser } = openKeys();
    const start = () => createCall(intent, { api, keys, initiator: "web-1" });

    expect(await start()).toEqual({ keyWanted: "first" });
    keys.keep("wrong", "browser");
    expect(await start()).toEqual({ keyWanted: "again" });
    expect(browser.texts.size).toBe(0);
    keys.keep("right", "tab");
    expect(await start()).toHaveProperty("created");
  });

  test("leaves other failures to the page", async () => {
    const api = fakeApi({ create: () => Promise.reject(new NetworkError("no answer")) });

    await expect(createCall(intent, { api, keys: openKeys().keys, initiator: "web-1" })).rejects.toThrow(NetworkError);
  });

  test("hands the call to the join page without a secret in the address", async () => {
    const shelf = fakeShelf();
    const memory = joinMemory(shelf);
    memory.await({ code: "OLD", idempotencyKey: "k" });
    const created = await fakeApi().create({ initiator_telegram_id: 1 });

    expect(enterCreated(created, memory)).toBe("/join");

    expect(memory.record()).toMatchObject({ token: "fresh", invite });
    expect(memory.pending()).toBeUndefined();
  });

  test("puts the secret after the # only where the tab cannot remember", async () => {
    const created = await fakeApi().create({ initiator_telegram_id: 1 });

    expect(enterCreated(created, joinMemory({ get: () => undefined, set: () => false }))).toBe("/join#token=fresh");
  });
});

test("a key is remembered in one place only", () => {
  const { keys, tab, browser } = openKeys();

  keys.keep("one", "browser");
  keys.keep("two", "tab");

  expect(keys.read()).toBe("two");
  expect([tab.texts.size, browser.texts.size]).toEqual([1, 0]);
});

test("a browser stays the same initiator", () => {
  const shelf = fakeShelf();
  const first = initiatorId(shelf, () => "0".repeat(32));

  expect(first).toBe(`web-${"0".repeat(32)}`);
  expect(initiatorId(shelf, () => "1".repeat(32))).toBe(first);

  shelf.set("initiator", "something else");
  expect(initiatorId(shelf, () => "1".repeat(32))).toBe(`web-${"1".repeat(32)}`);
});
