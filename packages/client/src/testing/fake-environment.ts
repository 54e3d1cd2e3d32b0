import type { Environment, Socket, SocketEvents, Wake } from "../environment.ts";
import { FakeClock } from "./fake-clock.ts";

/** A WebSocket that a test plays the other end of. */
export class FakeSocket implements Socket {
  readonly url: URL;
  readonly protocols: readonly string[];
  readonly events: SocketEvents;
  readonly sent: Record<string, unknown>[] = [];
  bufferedAmount = 0;
  isClosed = false;
  onSend: (frame: string) => void = () => undefined;
  onClosed: () => void = () => undefined;

  constructor(url: string, protocols: readonly string[], events: SocketEvents) {
    this.url = new URL(url);
    this.protocols = protocols;
    this.events = events;
  }

  send(frame: string): void {
    if (this.isClosed) return;
    this.sent.push(JSON.parse(frame) as Record<string, unknown>);
    this.onSend(frame);
  }

  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.onClosed();
  }

  /** The other end says this. */
  say(message: object): void {
    if (!this.isClosed) this.events.onFrame(JSON.stringify(message));
  }

  /** The other end closes, or the network does (1006). */
  end(code: number): void {
    this.isClosed = true;
    this.events.onClose(code);
  }

  typesSent(): unknown[] {
    return this.sent.map(({ type }) => type);
  }
}

/** Surroundings under a test's control. */
export class FakeEnvironment extends FakeClock implements Environment {
  readonly sockets: FakeSocket[] = [];
  isPageVisible = true;
  onOpen: (socket: FakeSocket) => void = () => undefined;
  readonly #wakers = new Set<(wake: Wake) => void>();

  openSocket = (url: string, protocols: readonly string[], events: SocketEvents): FakeSocket => {
    const socket = new FakeSocket(url, protocols, events);
    this.sockets.push(socket);
    this.onOpen(socket);
    return socket;
  };

  isVisible = (): boolean => this.isPageVisible;

  onWake = (listener: (wake: Wake) => void): (() => void) => {
    this.#wakers.add(listener);
    return () => this.#wakers.delete(listener);
  };

  wake(wake: Wake): void {
    for (const waker of this.#wakers) waker(wake);
  }

  get wakers(): number {
    return this.#wakers.size;
  }

  get socket(): FakeSocket {
    const socket = this.sockets.at(-1);
    if (socket === undefined) throw new Error("no socket was opened");
    return socket;
  }
}
