import { Duplex } from "node:stream";

type Mode = "open" | "held" | "silent";

/** An in-process cable between a client and a pod: what goes in on one end comes out of the other, unless a fault says otherwise. */
export class Link {
  readonly client: Duplex;
  readonly service: Duplex;
  readonly #held: (() => void)[] = [];
  #mode: Mode = "open";

  constructor() {
    this.client = new End(
      (chunk) => this.#carry(() => this.service.push(chunk)),
      () => this.#carry(() => this.service.destroy()),
    );
    this.service = new End(
      (chunk) => this.#carry(() => this.client.push(chunk)),
      () => this.#carry(() => this.client.destroy()),
    );
    for (const end of [this.client, this.service]) end.on("error", () => {});
  }

  /** Nothing arrives until it is released; then all of it does, in order. */
  hold(): void {
    if (this.#mode === "open") this.#mode = "held";
  }

  release(): void {
    if (this.#mode !== "held") return;
    this.#mode = "open";
    for (const arrive of this.#held.splice(0)) arrive();
  }

  /** Nothing arrives any more, and nobody is told. */
  silence(): void {
    this.#mode = "silent";
  }

  /** Both ends see it end. */
  cut(): void {
    this.client.destroy();
    this.service.destroy();
  }

  #carry(arrive: () => void): void {
    if (this.#mode === "held") this.#held.push(arrive);
    if (this.#mode === "open") setImmediate(() => (this.#mode === "held" ? this.#held.push(arrive) : arrive()));
  }
}

/** One end; `null` stands for the end of what is sent. */
class End extends Duplex {
  readonly #send: (chunk: Buffer | null) => void;
  readonly #gone: () => void;

  constructor(send: (chunk: Buffer | null) => void, gone: () => void) {
    super({ allowHalfOpen: true });
    this.#send = send;
    this.#gone = gone;
  }

  override push(chunk: unknown): boolean {
    return !this.destroyed && !this.readableEnded && super.push(chunk);
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.#send(chunk);
    done();
  }

  override _final(done: () => void): void {
    this.#send(null);
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#gone();
    done(error);
  }
}
