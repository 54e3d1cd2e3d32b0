import type { PeerId } from "@tgcall/protocol";
import { expect, test } from "vitest";
import { withSender } from "./forward.ts";

const ada = "a".repeat(24) as PeerId;

test("[SIG-10] a forwarded frame is the sender's own, with `from` set by the service", () => {
  const frame = ' {"type":"signal", "to":"b", "data":{"sdp":"v=0\\r\\n"},"seq":7}';

  const forwarded = withSender(frame, ada, false);

  expect(JSON.parse(forwarded)).toEqual({ from: ada, type: "signal", to: "b", data: { sdp: "v=0\r\n" }, seq: 7 });
  expect(forwarded).toContain(', "to":"b", "data":{"sdp":"v=0\\r\\n"},"seq":7}');
});

test("[SIG-10] a forged `from` is never what the receiver reads", () => {
  const forwarded = withSender('{"type":"signal","to":"b","data":1,"from":"mallory","fr\\u006fm":"mallory"} ', ada, true);

  expect(JSON.parse(forwarded)).toEqual({ type: "signal", to: "b", data: 1, from: ada });
  expect(forwarded.startsWith(`{"from":"${ada}",`)).toBe(true);
});
