import { EventEmitter } from "node:events";
import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import type { WebSocket } from "ws";
import { beatMs, Connection } from "./connection.ts";

test("[SIG-40] a silent peer is cut before 15 s are over, whenever the beat falls", () => {
  const cut: number[] = [];
  const socket = Object.assign(new EventEmitter(), { ping: () => {}, close: (code: number) => cut.push(code), terminate: () => {} });
  const connection = new Connection(socket as unknown as WebSocket, new PassThrough(), () => 0, {
    onFrame: () => {},
    onClosed: () => {},
    onRoundTrip: () => {},
  });

  connection.beat(15_000 - 3 * beatMs);
  expect(cut).toEqual([]);
  connection.beat(15_000 - 2 * beatMs);

  expect(cut).toEqual([4002]);
});
