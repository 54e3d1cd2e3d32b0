import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";

/** A server of a test's own where a service would be. */
export interface Upstream extends AsyncDisposable {
  readonly port: number;
  /** As host:port. */
  readonly address: string;
  /** Paths asked for, in order. */
  readonly asked: string[];
}

/** Serves what `answer` says; on a free port unless told. */
export async function startUpstream(answer: RequestListener, { host = "127.0.0.1", port = 0 } = {}): Promise<Upstream> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    answer(request, response);
  });
  await once(server.listen(port, host), "listening");
  const actual = (server.address() as AddressInfo).port;
  return {
    port: actual,
    address: `${host}:${actual}`,
    asked,
    async [Symbol.asyncDispose]() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
