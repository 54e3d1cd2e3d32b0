import { type Command, Redis } from "ioredis";
import { type ClientOptions, retryDelay } from "./redis-client-options.ts";

/**
 * A Redis client that gives up a dead connection, and never gives up reconnecting.
 *
 * Dead: a command failed, and from its sending till now not a byte was heard; TCP alone would take minutes. With
 * `enableOfflineQueue: false` whatever comes next fails at once. ioredis ends a client for good when a failover interrupts
 * its search for the primary; this one begins anew until it is disconnected.
 */
export class StrictRedis extends Redis {
  #isClosed = false;
  #revival: NodeJS.Timeout | undefined;

  constructor(options: ClientOptions) {
    super(options);
    this.on("end", () => this.#revive());
  }

  override sendCommand(...[command, stream]: Parameters<Redis["sendCommand"]>): unknown {
    this.#watch(command);
    return super.sendCommand(command, stream);
  }

  /** ioredis only half-closes the socket, which waits for the other end; a dead one never answers. */
  override disconnect(reconnect = false): void {
    if (reconnect && this.status === "connecting") return;
    this.#isClosed ||= !reconnect;
    clearTimeout(this.#revival);
    super.disconnect(reconnect);
    this.stream?.destroy();
  }

  #watch(command: Command): void {
    const socket = this.stream;
    const heardBytes = socket?.bytesRead;
    const judge = (): void => {
      const isDead = this.status === "ready" && this.stream === socket && !socket.destroyed && socket.bytesRead === heardBytes;
      if (isDead) this.disconnect(true);
    };
    // A process that was itself asleep reads what has come meanwhile before it judges.
    command.promise.catch(() => setImmediate(judge));
  }

  #revive(): void {
    if (this.#isClosed) return;
    this.#revival = setTimeout(() => this.connect().catch(() => {}), retryDelay(revivalAttempt));
  }
}

/** As long as after three attempts that failed. */
const revivalAttempt = 3;
