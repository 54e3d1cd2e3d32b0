import { BatchSpanProcessor, type BatchSpanProcessorOptions, type SpanExporter } from "@opentelemetry/sdk-trace";
import type { Environment } from "./read-settings.ts";

/** Gathers spans and sends them as the standard `OTEL_BSP_*` variables say. */
export function createBatches(exporter: SpanExporter, env: Environment): BatchSpanProcessor {
  const options: BatchSpanProcessorOptions = { exporter };
  for (const [option, name] of Object.entries(variables) as [keyof typeof variables, string][]) {
    const value = Number(env[name] || Number.NaN);
    if (value >= 0) options[option] = value;
  }
  return new BatchSpanProcessor(options);
}

const variables = {
  scheduledDelayMillis: "OTEL_BSP_SCHEDULE_DELAY",
  exportTimeoutMillis: "OTEL_BSP_EXPORT_TIMEOUT",
  maxQueueSize: "OTEL_BSP_MAX_QUEUE_SIZE",
  maxExportBatchSize: "OTEL_BSP_MAX_EXPORT_BATCH_SIZE",
} as const;
