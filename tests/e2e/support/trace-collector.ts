import { createServer } from "node:http";
import { closeHttpServer, listen } from "@tgcall/runtime";

export interface TraceCollector extends AsyncDisposable {
  /** What services must be told to send their traces here. */
  readonly env: Readonly<Record<string, string>>;
  /** Everything that arrived, as text (OTLP in JSON). */
  received(): string;
}

/** Takes OTLP over HTTP and keeps it whole. */
export async function startTraceCollector(): Promise<TraceCollector> {
  let text = "";
  const server = createServer((request, response) => {
    request.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
    });
    request.on("end", () => response.writeHead(200, { "content-type": "application/json" }).end("{}"));
  });
  const port = await listen(server, 0, "127.0.0.1");
  return {
    env: {
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
      OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
      OTEL_TRACES_EXPORTER: "otlp",
      OTEL_BSP_SCHEDULE_DELAY: "200",
    },
    received: () => text,
    [Symbol.asyncDispose]: () => closeHttpServer(server),
  };
}
