import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { createApiClient } from "@tgcall/client";

const pongEveryMs = 2_000;
/** A masked pong without content. */
const pong = Buffer.from([0x8a, 0x80, 0, 0, 0, 0]);

/** A peer that can stop reading, and still says that it lives. */
export class DeafPeer implements Disposable {
  readonly peerId: string;
  readonly #socket: Socket;
  readonly #pongs: NodeJS.Timeout;

  private constructor(peerId: string, socket: Socket) {
    this.peerId = peerId;
    this.#socket = socket;
    this.#pongs = setInterval(() => socket.write(pong), pongEveryMs);
    socket.on("error", () => clearInterval(this.#pongs));
  }

  /** Straight to a signal process: nothing in between may hold what is not read. */
  static async open(origin: string, token: string, port: number): Promise<DeafPeer> {
    const { callId, peerId, sig } = await createApiClient(origin).join(token);
    const socket = connect(port, "127.0.0.1");
    const query = new URLSearchParams({ callId, peerId, sig, instance: randomBytes(8).toString("hex") });
    const lines = [`GET /ws?${query} HTTP/1.1`, `Host: 127.0.0.1:${port}`, "Connection: Upgrade", "Upgrade: websocket"];
    lines.push("Sec-WebSocket-Version: 13", `Sec-WebSocket-Key: ${randomBytes(16).toString("base64")}`);
    socket.write(`${lines.join("\r\n")}\r\n\r\n`);
    const [answer] = await once(socket, "data");
    if (!String(answer).startsWith("HTTP/1.1 101")) throw new Error(`refused: ${answer}`);
    socket.resume();
    return new DeafPeer(peerId, socket);
  }

  stopReading(): void {
    this.#socket.pause();
  }

  [Symbol.dispose](): void {
    clearInterval(this.#pongs);
    this.#socket.destroy();
  }
}

/** A peer that sends large frames as fast as the service lets it. */
export class LoudPeer implements Disposable {
  readonly #socket: WebSocket;
  readonly #frames: NodeJS.Timeout;
  /** When its partner was first seen away. */
  partnerAwayAtMs: number | undefined;

  private constructor(socket: WebSocket, to: string) {
    this.#socket = socket;
    const frame = JSON.stringify({ type: "signal", to, data: "x".repeat(60 * 1024) });
    socket.addEventListener("message", ({ data }) => {
      if (String(data).startsWith('{"type":"peer-away"')) this.partnerAwayAtMs ??= Date.now();
    });
    this.#frames = setInterval(() => socket.send(frame), 1000 / 19);
  }

  static async open(origin: string, token: string, port: number, to: string): Promise<LoudPeer> {
    const { callId, peerId, sig } = await createApiClient(origin).join(token);
    const query = new URLSearchParams({ callId, peerId, instance: randomBytes(8).toString("hex") });
    const socket = new WebSocket(`ws://127.0.0.1:${port}/ws?${query}`, ["tgcall.v1", `tgcall.sig.${sig}`]);
    await new Promise((resolve, reject) => {
      socket.addEventListener("message", resolve, { once: true });
      socket.addEventListener("error", reject, { once: true });
    });
    return new LoudPeer(socket, to);
  }

  [Symbol.dispose](): void {
    clearInterval(this.#frames);
    this.#socket.close();
  }
}
