/** Time and chance; injected so that tests control them. */
export interface Clock {
  /** Milliseconds that never jump, for waits. */
  now(): number;
  /** Unix milliseconds, for people. */
  date(): number;
  /** From 0 up to but not including 1. */
  random(): number;
  /** Runs once after the delay, unless what it answers is called first. */
  after(delayMs: number, run: () => void): () => void;
}

/** What a WebSocket tells; nothing follows `onClose`. */
export interface SocketEvents {
  onFrame(frame: string): void;
  onClose(code: number): void;
}

/** As much of a WebSocket as signaling uses. */
export interface Socket {
  readonly bufferedAmount: number;
  send(frame: string): void;
  close(): void;
}

/** Why it is worth to look at the connection now: the network came back, or the page is seen again. */
export type Wake = "network" | "visible";

/** What a call needs of its surroundings. */
export interface Environment extends Clock {
  /** Throws where the address or the page's policy forbids it. */
  openSocket(url: string, protocols: readonly string[], events: SocketEvents): Socket;
  /** Timers of a hidden page are not to be trusted. */
  isVisible(): boolean;
  /** Answers what stops it. */
  onWake(listener: (wake: Wake) => void): () => void;
}

/** What media needs besides; only browsers have it. */
export interface MediaEnvironment extends Environment {
  openPeerConnection(configuration: RTCConfiguration): RTCPeerConnection;
  /** Tracks of one stream are played in step. */
  openStream(): MediaStream;
}
