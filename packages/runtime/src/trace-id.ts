import { trace } from "@opentelemetry/api";

/** The trace that the running code belongs to, for log lines; `undefined` outside of one or without tracing. */
export const currentTraceId = (): string | undefined => trace.getActiveSpan()?.spanContext().traceId;
