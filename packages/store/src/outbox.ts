import type { PodId } from "./roster.ts";

/** Why envelopes were dropped: too much was waiting, the store did not take them, or what arrived could not be read. */
export type DropCause = "overflow" | "unsent" | "malformed";

export interface OutboxOptions {
  /** Sends one message to a pod's inbox; a message that rejects is lost. */
  readonly publish: (pod: PodId, message: string) => Promise<unknown>;
  readonly onDropped: (count: number, cause: DropCause) => void;
  /** UTF-16 units that may wait to be sent or acknowledged. */
  readonly maxWaiting?: number;
  /** UTF-16 units after which a message is sent before its tick is over. */
  readonly maxMessage?: number;
}

interface Parcel {
  readonly records: string[];
  length: number;
}

const mebi = 1024 * 1024;

/** Gathers what one tick sends to each pod into one message, in order. What waits is bounded; what exceeds it is dropped and counted. */
export class Outbox {
  readonly #options: Required<OutboxOptions>;
  readonly #parcels = new Map<PodId, Parcel>();
  #waiting = 0;
  #tick: NodeJS.Immediate | undefined;

  constructor(options: OutboxOptions) {
    this.#options = { maxWaiting: 8 * mebi, maxMessage: mebi, ...options };
  }

  /** Sends a record together with what else goes to the pod in this tick. */
  send(pod: PodId, record: string): void {
    if (!this.#admit(record)) return;
    const parcel = this.#parcels.get(pod) ?? { records: [], length: 0 };
    this.#parcels.set(pod, parcel);
    parcel.records.push(record);
    parcel.length += record.length;
    if (parcel.length >= this.#options.maxMessage) this.#flush(pod);
    this.#tick ??= setImmediate(() => this.#flushAll());
  }

  /** Sends a message of its own, after what was sent before it. */
  sendAlone(pod: PodId, message: string): void {
    if (!this.#admit(message)) return;
    this.#flush(pod);
    this.#publish(pod, message, 1);
  }

  close(): void {
    clearImmediate(this.#tick);
    this.#tick = undefined;
    this.#parcels.clear();
  }

  #admit(record: string): boolean {
    const isAdmitted = this.#waiting + record.length <= this.#options.maxWaiting;
    if (isAdmitted) this.#waiting += record.length;
    else this.#options.onDropped(1, "overflow");
    return isAdmitted;
  }

  #flushAll(): void {
    this.#tick = undefined;
    for (const pod of this.#parcels.keys()) this.#flush(pod);
  }

  #flush(pod: PodId): void {
    const parcel = this.#parcels.get(pod);
    if (parcel === undefined) return;
    this.#parcels.delete(pod);
    this.#publish(pod, parcel.records.join(""), parcel.records.length);
  }

  #publish(pod: PodId, message: string, count: number): void {
    const settle = (): void => {
      this.#waiting -= message.length;
    };
    const { publish, onDropped } = this.#options;
    publish(pod, message)
      .catch(() => onDropped(count, "unsent"))
      .finally(settle);
  }
}
