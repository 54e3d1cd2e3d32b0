import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { measureEcho } from "./echo.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** A socket that answers each frame after `delayMs`, if at all. */
class FakeSocket {
  readonly asked: unknown[];
  readonly #delayMs: number | undefined;
  onopen: (() => void) | undefined;
  onmessage: (() => void) | undefined;
  onclose: (() => void) | null | undefined;
  closed = false;

  constructor(delayMs: number | undefined, ...asked: unknown[]) {
    this.#delayMs = delayMs;
    this.asked = asked;
  }

  send(): void {
    if (this.#delayMs !== undefined) setTimeout(() => this.onmessage?.(), this.#delayMs);
  }

  close(): void {
    this.closed = true;
  }
}

function start(delayMs: number | undefined) {
  const sockets: FakeSocket[] = [];
  const connect = (url: string, protocols: string[]): WebSocket => {
    const socket = new FakeSocket(delayMs, url, protocols);
    sockets.push(socket);
    return socket as unknown as WebSocket;
  };
  const result = measureEcho("wss://x/ws", "ticket", { connect, now: Date.now });
  const [socket] = sockets;
  if (socket === undefined) throw new Error("no socket was opened");
  return { socket, result };
}

describe("the echo", () => {
  test("is timed ten times, with the ticket as a subprotocol", async () => {
    const { socket, result } = start(25);

    socket.onopen?.();
    await vi.advanceTimersByTimeAsync(1_000);

    expect(await result).toEqual({ roundTripsMs: Array(10).fill(25) });
    expect(socket.asked).toEqual(["wss://x/ws", ["tgcall.v1", "tgcall.sig.ticket"]]);
    expect(socket.closed).toBe(true);
  });

  test("breaks where the connection does not open, or closes", async () => {
    const refused = start(25);
    refused.socket.onclose?.();
    expect(await refused.result).toEqual({ broke: "opening" });

    const cut = start(undefined);
    cut.socket.onopen?.();
    cut.socket.onclose?.();
    expect(await cut.result).toEqual({ broke: "echoing" });
  });

  test("is given up after 8 s", async () => {
    const { socket, result } = start(undefined);
    socket.onopen?.();

    await vi.advanceTimersByTimeAsync(8_000);

    expect(await result).toEqual({ broke: "timeout" });
  });
});
