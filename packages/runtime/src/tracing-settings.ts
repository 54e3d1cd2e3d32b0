import type { Environment } from "./read-settings.ts";

/** Whether the standard variables ask for traces: somewhere to send them is named, and nothing switches them off. */
export function isTracingWanted(env: Environment): boolean {
  const isDisabled = env["OTEL_SDK_DISABLED"]?.toLowerCase() === "true" || env["OTEL_TRACES_EXPORTER"] === "none";
  const isNamed = env["OTEL_EXPORTER_OTLP_ENDPOINT"] || env["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"] || env["OTEL_TRACES_EXPORTER"];
  return !isDisabled && Boolean(isNamed);
}

/** How spans travel, `http/protobuf` unless the variables say otherwise. */
export const tracingProtocol = (env: Environment): string =>
  env["OTEL_EXPORTER_OTLP_TRACES_PROTOCOL"] || env["OTEL_EXPORTER_OTLP_PROTOCOL"] || "http/protobuf";
