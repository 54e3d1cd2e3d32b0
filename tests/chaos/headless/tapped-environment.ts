import { browserEnvironment, type Environment, type Socket, type SocketEvents } from "@tgcall/client";

export interface Tap {
  onFrame(frame: string): void;
  onClose(code: number): void;
}

/** Node's own surroundings of a session: each frame and close is also shown to a tap, and a test can end them like a page that goes. */
export class TappedEnvironment implements Environment {
  readonly #inner: Environment;
  readonly #tap: Tap;
  readonly #sockets = new Set<Socket>();
  readonly #cancels = new Set<() => void>();
  #isGone = false;

  constructor(tap: Tap, inner: Environment = browserEnvironment()) {
    this.#inner = inner;
    this.#tap = tap;
  }

  now = (): number => this.#inner.now();
  date = (): number => this.#inner.date();
  random = (): number => this.#inner.random();
  isVisible = (): boolean => true;
  onWake = (): (() => void) => () => undefined;

  after = (delayMs: number, run: () => void): (() => void) => {
    if (this.#isGone) return () => undefined;
    const cancel = this.#inner.after(delayMs, () => {
      this.#cancels.delete(cancel);
      run();
    });
    this.#cancels.add(cancel);
    return () => {
      this.#cancels.delete(cancel);
      cancel();
    };
  };

  openSocket = (url: string, protocols: readonly string[], events: SocketEvents): Socket => {
    if (this.#isGone) throw new Error("the page is gone");
    const socket = this.#inner.openSocket(url, protocols, {
      onFrame: (frame) => {
        if (this.#isGone) return;
        this.#tap.onFrame(frame);
        events.onFrame(frame);
      },
      onClose: (code) => {
        this.#sockets.delete(socket);
        if (this.#isGone) return;
        this.#tap.onClose(code);
        events.onClose(code);
      },
    });
    this.#sockets.add(socket);
    return socket;
  };

  /** Its connections end; the page stays. */
  cut(): void {
    for (const socket of this.#sockets) socket.close();
  }

  /** The page is gone: its sockets close, its timers never fire, it says no farewell. */
  vanish(): void {
    this.#isGone = true;
    for (const cancel of this.#cancels) cancel();
    for (const socket of this.#sockets) socket.close();
  }
}
