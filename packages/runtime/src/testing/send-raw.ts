import { connect } from "node:net";

const limitMs = 5_000;

/** Sends these bytes on a connection of their own and answers all that comes back until the server closes it, or falls silent after `until`. */
export function sendRaw(port: number, text: string | readonly string[], until?: RegExp): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const socket = connect(port, "127.0.0.1");
  let heard = "";
  const finish = (): void => {
    socket.destroy();
    resolve(heard);
  };
  socket.setTimeout(limitMs, () => socket.destroy(new Error(`silence after ${JSON.stringify(heard)}`)));
  socket.on("data", (chunk) => {
    heard += chunk.toString("latin1");
    if (until?.test(heard)) finish();
  });
  // A server that closes while we still send resets the connection.
  socket.on("error", (error: NodeJS.ErrnoException) => (["ECONNRESET", "EPIPE"].includes(error.code ?? "") ? finish() : reject(error)));
  socket.on("close", finish);
  for (const part of [text].flat()) socket.write(part, "latin1");
  return promise;
}

/** The status of each answer in what `sendRaw` heard. */
export const statusesOf = (heard: string): readonly number[] =>
  [...heard.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status));
