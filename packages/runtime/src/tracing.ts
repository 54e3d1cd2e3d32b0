import { HttpInstrumentation } from "@opentelemetry/instrumentation-http";
import { IORedisInstrumentation } from "@opentelemetry/instrumentation-ioredis";
import { NodeSDK } from "@opentelemetry/sdk-node";
import type { SpanExporter } from "@opentelemetry/sdk-trace";
import { register } from "import-in-the-middle/register-hooks.mjs";
import { KeepFailed } from "./failed-traces.ts";
import type { Environment } from "./read-settings.ts";
import { offerFailedTraces } from "./share-failed-traces.ts";
import { withoutSecrets } from "./span-redaction.ts";
import { createBatches } from "./tracing-batches.ts";
import { readSampler, recordingRequests } from "./tracing-sampler.ts";
import { tracingProtocol } from "./tracing-settings.ts";

const probes = new Set(["/healthz", "/readyz", "/metrics"]);

/**
 * Traces incoming HTTP requests and Redis commands, and sends what is sampled, and traces that failed, as the standard
 * `OTEL_*` variables say. Must run before what it instruments is imported.
 */
export async function startTracing(env: Environment): Promise<NodeSDK> {
  register({ include: ["http", "node:http", "ioredis"] });
  const exporter = withoutSecrets(await createExporter(tracingProtocol(env)));
  const kept = new KeepFailed(createBatches(exporter, env));
  offerFailedTraces(kept);
  const sdk = new NodeSDK({
    sampler: recordingRequests(readSampler(env)),
    spanProcessors: [kept],
    metricReaders: [],
    logRecordProcessors: [],
    instrumentations: [
      new HttpInstrumentation({
        ignoreIncomingRequestHook: ({ url = "" }) => probes.has(url),
        disableOutgoingRequestInstrumentation: true,
      }),
      new IORedisInstrumentation({ dbStatementSerializer: (command) => command }),
    ],
  });
  sdk.start();
  return sdk;
}

async function createExporter(protocol: string): Promise<SpanExporter> {
  if (protocol === "grpc") return new (await import("@opentelemetry/exporter-trace-otlp-grpc")).OTLPTraceExporter();
  if (protocol === "http/json") return new (await import("@opentelemetry/exporter-trace-otlp-http")).OTLPTraceExporter();
  return new (await import("@opentelemetry/exporter-trace-otlp-proto")).OTLPTraceExporter();
}
