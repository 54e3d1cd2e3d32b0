import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** What coturn 4.17 says of itself (src/apps/relay/prom_server.c), in part. */
const said = `# TYPE turn_total_allocations gauge
turn_total_allocations{type="UDP"} 2
turn_total_allocations{type="TLS/TCP"} 1
# TYPE turn_total_traffic_rcvb counter
turn_total_traffic_rcvb 48211
# TYPE turn_total_traffic_sentb counter
turn_total_traffic_sentb 51840
# TYPE turn_unauthenticated_401_requests counter
turn_unauthenticated_401_requests 3
# TYPE turn_unauthenticated_401_dropped_responses counter
turn_unauthenticated_401_dropped_responses 0
`;

/** Stands in for the metrics of coturn: Debian's, which runs here, is built without them. */
export async function showCoturnMetrics(): Promise<AsyncDisposable & { readonly target: string }> {
  const server = createServer((_, response) => response.setHeader("content-type", "text/plain; version=0.0.4").end(said));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  // A server that listens by TCP has an address of this shape.
  const { port } = server.address() as AddressInfo;
  return {
    target: `127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      const closed = once(server, "close");
      server.close().closeAllConnections();
      await closed;
    },
  };
}
