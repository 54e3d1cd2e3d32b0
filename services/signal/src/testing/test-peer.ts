import type { PeerId, ServerMessage } from "@tgcall/protocol";
import { expect, vi } from "vitest";
import { WebSocket } from "ws";

type Message<Type extends ServerMessage["type"]> = Extract<ServerMessage, { type: Type }>;

const waitMs = 5_000;

/** A peer as a bare WebSocket: it keeps every frame that came and how it was closed. */
export class TestPeer {
  readonly peerId: PeerId;
  readonly instance: string;
  readonly socket: WebSocket;
  readonly frames: ServerMessage[] = [];
  closed: { readonly code: number; readonly reason: string } | undefined;
  /** The HTTP answer instead of an upgrade. */
  refused: { readonly status: number; readonly headers: Readonly<Record<string, unknown>>; readonly body: unknown } | undefined;
  #read = 0;

  constructor(url: string, peerId: PeerId, instance: string, sig: string) {
    this.peerId = peerId;
    this.instance = instance;
    this.socket = new WebSocket(url, ["tgcall.v1", `tgcall.sig.${sig}`]);
    this.socket.on("message", (data) => this.frames.push(JSON.parse(String(data))));
    this.socket.on("close", (code, reason) => (this.closed = { code, reason: String(reason) }));
    this.socket.on("error", () => {});
    this.socket.on("unexpected-response", (_, response) => {
      let text = "";
      response.on("data", (chunk) => (text += chunk));
      response.on("end", () => (this.refused = { status: response.statusCode ?? 0, headers: response.headers, body: JSON.parse(text) }));
    });
  }

  say(frame: unknown): void {
    this.socket.send(typeof frame === "string" ? frame : JSON.stringify(frame));
  }

  /** The next frame of this type, in order of arrival; earlier ones of other types are passed over. */
  async next<Type extends ServerMessage["type"]>(type: Type): Promise<Message<Type>> {
    const at = await vi.waitUntil(
      () => {
        if (this.refused !== undefined) throw new Error(`refused: ${JSON.stringify(this.refused.body)}`);
        const index = this.frames.findIndex((frame, i) => i >= this.#read && frame.type === type);
        return index === -1 ? undefined : { index };
      },
      { timeout: waitMs, interval: 2 },
    );
    this.#read = at.index + 1;
    return this.frames[at.index] as Message<Type>;
  }

  /** Everything that was said before this point has been answered when it resolves: proves what did not come. */
  async fence(): Promise<void> {
    const id = Math.floor(Math.random() * 1_000_000_000);
    this.say({ type: "ping", id, revision: 0 });
    await expect
      .poll(() => this.frames.some((frame) => frame.type === "pong" && frame.id === id), { timeout: waitMs, interval: 2 })
      .toBe(true);
  }

  async closing(): Promise<{ readonly code: number; readonly reason: string }> {
    return await vi.waitUntil(() => this.closed, { timeout: waitMs, interval: 2 });
  }

  async refusal(): Promise<{ readonly status: number; readonly headers: Readonly<Record<string, unknown>>; readonly body: unknown }> {
    return await vi.waitUntil(() => this.refused, { timeout: waitMs, interval: 2 });
  }

  /** The connection is gone without a word. */
  cut(): void {
    this.socket.terminate();
  }
}
