/** Starts tracing before anything else is loaded: `node --import @tgcall/runtime/tracing-register main.ts`. */
import { isTracingWanted } from "./tracing-settings.ts";

if (isTracingWanted(process.env)) {
  // Not `process`: it would send the command line.
  process.env["OTEL_NODE_RESOURCE_DETECTORS"] ??= "env,host,serviceinstance";
  const { startTracing } = await import("./tracing.ts");
  const sdk = await startTracing(process.env);
  // A process that ends by itself; one that is stopped flushes through its lifecycle.
  process.once("beforeExit", () => void sdk.shutdown());
}
