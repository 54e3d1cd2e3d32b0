import type { ClientMessage, CloseReason, ErrorCode, ServerMessage } from "@tgcall/protocol";
import type { LogFields, Logger } from "@tgcall/runtime";
import type { Rosters, Stay } from "@tgcall/store";
import { withSender } from "./forward.ts";
import { Intake, type Ref } from "./intake.ts";
import type { SignalMetrics } from "./metrics.ts";
import type { Room } from "./room.ts";
import type { Rooms } from "./rooms.ts";
import { viewFor } from "./roster-changes.ts";
import type { SetUpTrace } from "./set-up-trace.ts";
import type { Supervise } from "./supervise.ts";
import { undeliverable } from "./undeliverable.ts";

export interface ConversationPorts {
  readonly rosters: Rosters;
  readonly rooms: Rooms;
  readonly metrics: SignalMetrics;
  readonly supervise: Supervise;
  readonly now: () => number;
  readonly log: Logger;
}

/** What a conversation can do to the session that it belongs to. */
export interface Speaker {
  readonly stay: Stay;
  readonly ids: LogFields;
  readonly room: Room;
  readonly trace: SetUpTrace;
  say(message: ServerMessage): void;
  leave(): void;
  dismiss(reason: CloseReason): void;
}

type Of<Type extends ClientMessage["type"]> = Extract<ClientMessage, { type: Type }>;

/** What each frame of a peer means. */
export class Conversation {
  readonly #speaker: Speaker;
  readonly #ports: ConversationPorts;
  readonly #intake: Intake;
  #hasSpoken = false;

  constructor(speaker: Speaker, ports: ConversationPorts) {
    this.#speaker = speaker;
    this.#ports = ports;
    this.#intake = new Intake(ports.now());
  }

  hear(frame: string): void {
    const arrivedAtMs = performance.now();
    const intake = this.#intake.read(frame, this.#ports.now());
    switch (intake.verdict) {
      case "message":
        this.#ports.metrics.received(intake.message.type, Buffer.byteLength(frame));
        this.#act(intake.message, frame, intake.ref, arrivedAtMs);
        break;
      case "refuse":
        this.#refuse(intake.code, intake.detail, intake.ref);
        break;
      case "close":
        this.#speaker.dismiss(intake.reason);
        break;
      default:
        intake satisfies never;
    }
  }

  #act(message: ClientMessage, frame: string, ref: Ref, arrivedAtMs: number): void {
    switch (message.type) {
      case "signal":
        this.#forward(message, withSender(frame, this.#speaker.stay.peerId, message.hasFrom), ref, arrivedAtMs);
        break;
      case "ping":
        this.#answerPing(message);
        break;
      case "update":
        this.#ports.supervise("update", this.#update(message, ref));
        break;
      case "leave":
        this.#speaker.leave();
        break;
      case "unknown":
        this.#refuse("unknown_type", "this type is not known", ref);
        break;
      default:
        message satisfies never;
    }
  }

  #forward({ to, traceparent }: Of<"signal">, frame: string, ref: Ref, arrivedAtMs: number): void {
    const { room, stay, trace } = this.#speaker;
    const route = trace.forward(traceparent, (step) => room.forward(stay.peerId, to, frame, step));
    this.#ports.metrics.forwarded(route ?? "undeliverable");
    if (route !== undefined && !this.#hasSpoken) this.#ports.log.info("first message forwarded", { ...this.#speaker.ids, route });
    this.#hasSpoken ||= route !== undefined;
    if (route === "local") this.#ports.metrics.forwardTook("local", performance.now() - arrivedAtMs);
    if (route === undefined) this.#speaker.say(undeliverable(to, ref));
  }

  #answerPing({ id, revision: known }: Of<"ping">): void {
    const { roster } = this.#speaker.room;
    if (roster === undefined) return;
    this.#speaker.say({ type: "pong", id, revision: roster.revision });
    if (known !== roster.revision) this.#speaker.say({ type: "roster", ...viewFor(this.#speaker.stay.peerId, roster) });
  }

  async #update({ type: _, ...change }: Of<"update">, ref: Ref): Promise<void> {
    try {
      const roster = await this.#ports.rosters.update(this.#speaker.stay, change);
      if (roster !== undefined) this.#ports.rooms.apply(roster);
    } catch (error) {
      this.#refuse("store_unavailable", "the change could not be stored, try again", ref);
      throw error;
    }
  }

  #refuse(code: ErrorCode, detail: string, ref: Ref): void {
    this.#ports.metrics.refused(code);
    this.#speaker.say({ type: "error", code, detail, ...(ref === undefined ? {} : { ref }) });
  }
}
