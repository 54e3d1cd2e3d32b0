import { expect, test } from "vitest";
import { callId, invite } from "../testing/fake-api.ts";
import { fakeShelf } from "../testing/fake-shelf.ts";
import { joinMemory } from "./join-record.ts";

test("a record survives as it was kept", () => {
  const memory = joinMemory(fakeShelf());
  const record = { token: "t", code: "K7QM2XPD", callId, inCall: true, microphone: false, camera: true, invite };

  memory.keep(record);

  expect(memory.record()).toEqual(record);
});

test("a note changes a record and makes none", () => {
  const memory = joinMemory(fakeShelf());
  memory.note({ inCall: true });
  expect(memory.record()).toBeUndefined();

  memory.keep({ token: "t" });
  memory.note({ inCall: true });

  expect(memory.record()).toEqual({ token: "t", inCall: true });
});

test.each(["", "{", "null", "7", '{"token":7}', '{"code":"x"}'])("what is no record is not read: %s", (text) => {
  const shelf = fakeShelf();
  shelf.set("join", text);
  shelf.set("code", text);

  expect(joinMemory(shelf).record()).toBeUndefined();
  expect(joinMemory(shelf).pending()).toBeUndefined();
});

test("fields of the wrong kind are left out", () => {
  const shelf = fakeShelf();
  shelf.set("join", JSON.stringify({ token: "t", callId: "no", inCall: "yes", invite: { code: 1 } }));

  expect(joinMemory(shelf).record()).toEqual({ token: "t" });
});
