import { type Command, Redis } from "ioredis";

/**
 * A Redis client that gives up a dead connection: a command failed, and from its sending till now not a byte was heard.
 * TCP alone would take minutes. With `enableOfflineQueue: false` whatever comes next fails at once.
 */
export class StrictRedis extends Redis {
  override sendCommand(...[command, stream]: Parameters<Redis["sendCommand"]>): unknown {
    this.#watch(command);
    return super.sendCommand(command, stream);
  }

  /** ioredis only half-closes the socket, which waits for the other end; a dead one never answers. */
  override disconnect(reconnect = false): void {
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
}
