import { ExpressInstrumentation } from "@opentelemetry/instrumentation-express";
import { HttpInstrumentation } from "@opentelemetry/instrumentation-http";
import { IORedisInstrumentation } from "@opentelemetry/instrumentation-ioredis";
import { NodeSDK, type NodeSDKConfiguration } from "@opentelemetry/sdk-node";
import { register } from "import-in-the-middle/register-hooks.mjs";
import { withoutSecrets } from "./span-redaction.ts";

const probes = new Set(["/healthz", "/readyz", "/metrics"]);

/**
 * Traces incoming HTTP requests, routes and Redis commands, and sends them as the standard `OTEL_*` variables say; `protocol` is
 * `http/protobuf`, `http/json` or `grpc`. Must run before what it instruments is imported.
 */
export async function startTracing(protocol: string): Promise<NodeSDK> {
  register({ include: ["http", "node:http", "express", "ioredis"] });
  const sdk = new NodeSDK({
    traceExporter: withoutSecrets(await createExporter(protocol)),
    metricReaders: [],
    logRecordProcessors: [],
    instrumentations: [
      new HttpInstrumentation({
        ignoreIncomingRequestHook: ({ url = "" }) => probes.has(url),
        disableOutgoingRequestInstrumentation: true,
      }),
      new ExpressInstrumentation(),
      new IORedisInstrumentation({ dbStatementSerializer: (command) => command }),
    ],
  });
  sdk.start();
  return sdk;
}

async function createExporter(protocol: string): Promise<NodeSDKConfiguration["traceExporter"]> {
  if (protocol === "grpc") return new (await import("@opentelemetry/exporter-trace-otlp-grpc")).OTLPTraceExporter();
  if (protocol === "http/json") return new (await import("@opentelemetry/exporter-trace-otlp-http")).OTLPTraceExporter();
  return new (await import("@opentelemetry/exporter-trace-otlp-proto")).OTLPTraceExporter();
}
