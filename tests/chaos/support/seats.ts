import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { inject } from "vitest";

declare module "vitest" {
  interface ProvidedContext {
    /** Where seats of the machine are given out. */
    seatsPort: number;
  }
}

const allSeats = 4;

/**
 * Gives out the machine's seats: whoever finds enough of them free goes first, so that what needs the whole machine comes last. A
 * scenario that dies gives its seats back with its connection.
 */
export async function serveSeats(): Promise<{ readonly port: number; close(): void }> {
  let free = allSeats;
  const waiting: { readonly socket: Socket; readonly wanted: number }[] = [];
  const seat = (): void => {
    for (const each of [...waiting]) {
      const { socket, wanted } = each;
      if (wanted > free) continue;
      waiting.splice(waiting.indexOf(each), 1);
      if (socket.destroyed) continue;
      free -= wanted;
      socket.once("close", () => {
        free += wanted;
        seat();
      });
      socket.write("seated");
    }
  };
  const server: Server = createServer((socket) => {
    socket.on("error", () => socket.destroy());
    socket.once("data", (wanted) => {
      waiting.push({ socket, wanted: Number(wanted.toString()) });
      seat();
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { port: (server.address() as AddressInfo).port, close: () => void server.close() };
}

/** Waits for this many seats; they are given back when disposed. */
export async function takeSeats(count: number): Promise<AsyncDisposable> {
  const socket = connect(inject("seatsPort"), "127.0.0.1");
  socket.write(String(count));
  await once(socket, "data");
  return {
    async [Symbol.asyncDispose]() {
      socket.destroy();
    },
  };
}
