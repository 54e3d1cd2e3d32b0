declare const brand: unique symbol;

/** Names a span of a trace, and whether it is sampled, as W3C Trace Context writes it (`traceparent`, version 00). Never a secret. */
export type Traceparent = string & { readonly [brand]: "Traceparent" };

// Ids of zeros alone name nothing (W3C Trace Context §3.2.2).
const pattern = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;
const sampledFlag = 1;

export const isTraceparent = (value: unknown): value is Traceparent => typeof value === "string" && pattern.test(value);

/** The trace, as 32 hexadecimal digits. */
export const traceIdOf = (traceparent: Traceparent): string => traceparent.slice(3, 35);

/** Whether somebody records the trace. */
export const isSampled = (traceparent: Traceparent): boolean => (Number.parseInt(traceparent.slice(-2), 16) & sampledFlag) !== 0;
