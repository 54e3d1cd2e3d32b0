import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { gather } from "./gather.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** As much of a peer connection as gathering uses; a test says what it finds. */
class FakePeer {
  configuration: RTCConfiguration | undefined;
  closed = false;
  onicecandidate: ((event: { candidate: { type: string } | null }) => void) | undefined;
  onicecandidateerror: ((event: { errorCode: number }) => void) | undefined;

  createDataChannel(): void {}

  async createOffer(): Promise<object> {
    return {};
  }

  async setLocalDescription(): Promise<void> {}

  close(): void {
    this.closed = true;
  }
}

function start(relay: boolean) {
  const peer = new FakePeer();
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

    expect(await result).toEqual({ foundMs: 30, errorCodes: [], completed: true });
    expect(peer.configuration).toEqual({ iceServers: [{ urls: "turn:x" }], iceTransportPolicy: "relay" });
    expect(peer.closed).toBe(true);
  });

  test("tells what was refused when it ends with nothing", async () => {
    const { peer, result } = start(true);

    peer.onicecandidateerror?.({ errorCode: 401 });
    peer.onicecandidate?.({ candidate: null });

    expect(await result).toEqual({ foundMs: undefined, errorCodes: [401], completed: true });
  });

  test("gives up after 8 s", async () => {
    const { peer, result } = start(false);

    await vi.advanceTimersByTimeAsync(8_000);

    expect(await result).toEqual({ foundMs: undefined, errorCodes: [], completed: false });
    expect(peer.closed).toBe(true);
  });

  test("survives an address that the browser refuses", async () => {
    const connect = (): never => {
      throw new DOMException("refused", "SyntaxError");
    };

    expect(await gather({ urls: "nonsense" }, false, { connect, now: Date.now })).toMatchObject({ foundMs: undefined, completed: true });
  });
});
