import { expect, test } from "vitest";
import { parseClientMessage } from "./client-message.ts";

const peer = "a".repeat(24);

test("a signal keeps its receiver and says whether it forges a sender", () => {
  expect(parseClientMessage({ type: "signal", to: peer, data: {} })).toEqual({ type: "signal", to: peer, hasFrom: false });
  expect(parseClientMessage({ type: "signal", to: peer, data: null, from: "x" })).toEqual({ type: "signal", to: peer, hasFrom: true });
});

test("a signal names its span where it has one, and is taken without it where that is malformed", () => {
  const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  expect(parseClientMessage({ type: "signal", to: peer, data: {}, traceparent })).toMatchObject({ traceparent });
  expect(parseClientMessage({ type: "signal", to: peer, data: {}, traceparent: 7 })).not.toHaveProperty("traceparent");
});

test("an update keeps what it changes and nothing else", () => {
  const message = parseClientMessage({ type: "update", name: "Ada", state: { camera: true, admin: true }, role: "initiator" });

  expect(message).toEqual({ type: "update", name: "Ada", state: { camera: true } });
});

test.each(["nonsense", "__proto__", "toString", "constructor", ""])("a frame of type %j is unknown, not malformed", (type) => {
  expect(parseClientMessage({ type })).toEqual({ type: "unknown" });
});

test.each([
  [null, "the frame must be a JSON object"],
  [[], "the frame must be a JSON object"],
  ["signal", "the frame must be a JSON object"],
  [{}, "type must be text"],
  [{ type: 1 }, "type must be text"],
  [{ type: "signal", to: peer }, "data is required"],
  [{ type: "signal", to: "*", data: {} }, "to must be a peer id"],
  [{ type: "signal", data: {} }, "to must be a peer id"],
  [{ type: "ping" }, "id must be a whole number from 0 to 9007199254740991"],
  [{ type: "ping", id: -1, revision: 0 }, "id must be a whole number from 0 to 9007199254740991"],
  [{ type: "ping", id: 2 ** 53, revision: 0 }, "id must be a whole number from 0 to 9007199254740991"],
  [{ type: "ping", id: 1, revision: "1" }, "revision must be a whole number from 0 to 9007199254740991"],
  [{ type: "update", name: "x".repeat(65) }, "name must have 0 to 64 characters"],
  [{ type: "update", name: "a\u202Eb" }, "name must not contain control characters"],
  [{ type: "update", name: "\uD800" }, "name must not contain control characters"],
  [{ type: "update", state: [] }, "state must be an object"],
  [{ type: "update", state: { camera: 1 } }, "state.camera must be true or false"],
])("%j is refused: %s", (value, reason) => {
  expect(() => parseClientMessage(value)).toThrow(reason);
});
