import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

/** A TCP proxy before a server: a test can make one connection go silent without closing it. */
export interface TcpProxy extends AsyncDisposable {
  readonly port: number;
  /** How many connections were ever accepted. */
  readonly accepted: number;
  /** From now on the newest connection carries nothing, either way. */
  silenceNewest(): void;
  /** Closes the newest connection. */
  cutNewest(): void;
}

/** Forwards connections to a port of this machine. */
export async function startTcpProxy(targetPort: number): Promise<TcpProxy> {
  const pairs: (readonly [Socket, Socket])[] = [];
  const server = createServer((client) => {
    const target = connect(targetPort, "127.0.0.1");
    for (const socket of [client, target]) socket.on("error", () => {});
    client.pipe(target).pipe(client);
    client.on("close", () => target.destroy());
    target.on("close", () => client.destroy());
    pairs.push([client, target]);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the proxy has no port");

  return {
    port: address.port,
    get accepted() {
      return pairs.length;
    },

    silenceNewest() {
      const [client, target] = pairs.at(-1) ?? [];
      client?.unpipe();
      target?.unpipe();
      client?.resume();
      target?.resume();
    },

    cutNewest() {
      for (const socket of pairs.at(-1) ?? []) socket.destroy();
    },

    async [Symbol.asyncDispose]() {
      server.close();
      for (const socket of pairs.flat()) socket.destroy();
      if (server.listening) await once(server, "close");
    },
  };
}
