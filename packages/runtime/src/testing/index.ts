export { type RecordedSpans, recordSpans } from "./record-spans.ts";
export * from "./send-raw.ts";
