import { ProxyTracerProvider, trace } from "@opentelemetry/api";

/** Sends the spans that wait; does nothing without tracing. */
export async function flushTraces(): Promise<void> {
  const provider = trace.getTracerProvider();
  const tracing = provider instanceof ProxyTracerProvider ? provider.getDelegate() : provider;
  if ("forceFlush" in tracing && typeof tracing.forceFlush === "function") await tracing.forceFlush();
}
