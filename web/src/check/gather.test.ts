import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { gather } from "./gather.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** As much of a peer connection as gathering uses; a test says what it finds. */
class FakePeer {
  configuration: RTCConfiguration | undefined;
  closed = false;
  onicecandidate: ((event: { candidate: { type: string; address?: string } | null }) => void) | undefined;
  onicecandidateerror: ((event: { errorCode: number }) => void) | null = null;

  createDataChannel(): void {}

  async createOffer(): Promise<object> {
    return {};
  }

  async setLocalDescription(): Promise<void> {}

  close(): void {
    this.closed = true;
  }
}

function start(relay: boolean, { tellsErrors = true } = {}) {
  const peer = new FakePeer();
  if (!tellsErrors) Reflect.deleteProperty(peer, "onicecandidateerror");
  const connect = (configuration: RTCConfiguration): RTCPeerConnection => {
    peer.configuration = configuration;
    return peer as unknown as RTCPeerConnection;
  };
  return { peer, result: gather({ urls: "turn:x" }, relay, { connect, now: Date.now }) };
}

describe("gathering", () => {
  test("ends with the candidate that proves the server", async () => {
    const { peer, result } = start(true);
    vi.advanceTimersByTime(30);

    peer.onicecandidate?.({ candidate: { type: "host" } });
    peer.onicecandidate?.({ candidate: { type: "relay" } });

    expect(await result).toEqual({ foundMs: 30, errorCodes: [], completed: true, untranslated: false });
    expect(peer.configuration).toEqual({ iceServers: [{ urls: "turn:x" }], iceTransportPolicy: "relay" });
    expect(peer.closed).toBe(true);
  });

  test("tells what was refused when it ends with nothing", async () => {
    const { peer, result } = start(true);

    peer.onicecandidateerror?.({ errorCode: 401 });
    peer.onicecandidate?.({ candidate: null });

    expect(await result).toEqual({ foundMs: undefined, errorCodes: [401], completed: true, untranslated: false });
  });

  test.each([
    ["and an open address means that the server saw this address", "192.0.2.7", [], true],
    ["and a hidden address means nothing", "4e6c.local", [], false],
    ["after a failure means nothing", "192.0.2.7", [701], false],
  ])("that ends without a word %s", async (_case, address, errorCodes, untranslated) => {
    const { peer, result } = start(false);

    peer.onicecandidate?.({ candidate: { type: "host", address } });
    for (const errorCode of errorCodes) peer.onicecandidateerror?.({ errorCode });
    peer.onicecandidate?.({ candidate: null });

    expect(await result).toEqual({ foundMs: undefined, errorCodes, completed: true, untranslated });
  });

  test("that ends without a word means nothing where the browser tells no failures", async () => {
    const { peer, result } = start(false, { tellsErrors: false });
    peer.onicecandidate?.({ candidate: { type: "host", address: "192.0.2.7" } });
    peer.onicecandidate?.({ candidate: null });

    expect(await result).toMatchObject({ untranslated: false });
  });

  test("gives up after 8 s", async () => {
    const { peer, result } = start(false);

    await vi.advanceTimersByTimeAsync(8_000);

    expect(await result).toEqual({ foundMs: undefined, errorCodes: [], completed: false, untranslated: false });
    expect(peer.closed).toBe(true);
  });

  test("survives an address that the browser refuses", async () => {
    const connect = (): never => {
      throw new DOMException("refused", "SyntaxError");
    };

    expect(await gather({ urls: "nonsense" }, false, { connect, now: Date.now })).toMatchObject({ foundMs: undefined, completed: true });
  });
});
