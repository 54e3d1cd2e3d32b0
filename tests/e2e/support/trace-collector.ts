import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { closeHttpServer, listen } from "@tgcall/runtime";

type Value = string | number | boolean | undefined;

/** A span as it arrived. Times are Unix milliseconds. */
export interface CollectedSpan {
  readonly service: Value;
  /** Names the process. */
  readonly instance: Value;
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  readonly attributes: Readonly<Record<string, Value>>;
  readonly links: readonly string[];
}

export interface TraceCollector extends AsyncDisposable {
  /** What services must be told to send their traces here. */
  readonly env: Readonly<Record<string, string>>;
  /** Everything that arrived, as text (OTLP in JSON). */
  received(): string;
  spans(): readonly CollectedSpan[];
}

/** Takes OTLP over HTTP and keeps it whole. */
export async function startTraceCollector(): Promise<TraceCollector> {
  const bodies: string[] = [];
  const server = createServer(async (request, response) => {
    bodies.push(await text(request));
    response.writeHead(200, { "content-type": "application/json" }).end("{}");
  });
  const port = await listen(server, 0, "127.0.0.1");
  return {
    env: {
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
      OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
      OTEL_TRACES_EXPORTER: "otlp",
      OTEL_BSP_SCHEDULE_DELAY: "200",
    },
    received: () => bodies.join("\n"),
    spans: () => bodies.flatMap((body) => (JSON.parse(body) as Export).resourceSpans).flatMap(spansOf),
    [Symbol.asyncDispose]: () => closeHttpServer(server),
  };
}

/** As much of OTLP's JSON as is read here (opentelemetry-proto, trace/v1). */
interface Export {
  readonly resourceSpans: readonly ResourceSpans[];
}

interface ResourceSpans {
  readonly resource: { readonly attributes: readonly Attribute[] };
  readonly scopeSpans: readonly { readonly spans: readonly WireSpan[] }[];
}

interface WireSpan extends Pick<CollectedSpan, "name" | "traceId" | "spanId" | "parentSpanId"> {
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly Attribute[];
  readonly links?: readonly { readonly traceId: string }[];
}

interface Attribute {
  readonly key: string;
  readonly value: Readonly<Record<string, Value>>;
}

function spansOf({ resource, scopeSpans }: ResourceSpans): readonly CollectedSpan[] {
  const of = read(resource.attributes);
  return scopeSpans.flatMap(({ spans }) =>
    spans.map(({ name, traceId, spanId, parentSpanId, startTimeUnixNano, endTimeUnixNano, attributes, links = [] }) => ({
      service: of["service.name"],
      instance: of["service.instance.id"],
      ...{ name, traceId, spanId, parentSpanId },
      startedAtMs: Number(startTimeUnixNano) / 1e6,
      endedAtMs: Number(endTimeUnixNano) / 1e6,
      attributes: read(attributes),
      links: links.map((link) => link.traceId),
    })),
  );
}

const read = (attributes: readonly Attribute[]): CollectedSpan["attributes"] =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
