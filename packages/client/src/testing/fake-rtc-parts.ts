/** One line of a fake description: its first row is a JSON list of these. */
export interface Line {
  readonly mid: string;
  readonly kind: string;
  readonly direction: RTCRtpTransceiverDirection;
}

export interface FakeDescription {
  readonly type: "offer" | "answer";
  readonly sdp: string;
}

export const linesOf = (description: FakeDescription | null): Line[] => JSON.parse(description?.sdp.split("\n")[0] ?? "[]") as Line[];

/** How a direction looks from the other end. */
export const flipped = (direction: RTCRtpTransceiverDirection): RTCRtpTransceiverDirection => {
  if (direction === "sendonly") return "recvonly";
  return direction === "recvonly" ? "sendonly" : direction;
};

export interface FakeTransceiver {
  mid: string | null;
  direction: RTCRtpTransceiverDirection;
  currentDirection: RTCRtpTransceiverDirection | null;
  readonly receiver: { readonly track: { readonly kind: string; addEventListener(): void } };
  readonly sender: { track: unknown; setStreams(): void; replaceTrack(track: unknown): Promise<void> };
}

export function transceiverOf(kind: string, direction: RTCRtpTransceiverDirection, track: unknown): FakeTransceiver {
  const sender = {
    track,
    setStreams: () => undefined,
    replaceTrack: async (next: unknown) => {
      sender.track = next;
    },
  };
  return { mid: null, direction, currentDirection: null, receiver: { track: { kind, addEventListener: () => undefined } }, sender };
}

/** A negotiated data channel that reaches `other` while both are open. */
export class FakeChannel {
  readyState = "connecting";
  bufferedAmount = 0;
  onopen: (() => void) | null = null;
  onclose: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  other: FakeChannel | undefined;

  send(data: string): void {
    queueMicrotask(() => this.other?.readyState === "open" && this.other.onmessage?.({ data }));
  }
}
