import { context, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";

/** Traces this test's process into a list, until it is disposed of. */
export interface RecordedSpans extends Disposable {
  /** Those that have ended, in that order. */
  readonly all: () => readonly ReadableSpan[];
  /** The only one of this name that has ended. */
  one(name: string): ReadableSpan;
}

export function recordSpans(): RecordedSpans {
  const exporter = new InMemorySpanExporter();
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  trace.setGlobalTracerProvider(new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] }));
  return {
    all: () => exporter.getFinishedSpans(),
    one(name) {
      const [span, ...others] = exporter.getFinishedSpans().filter((each) => each.name === name);
      if (span === undefined || others.length > 0) throw new Error(`${span === undefined ? "no" : "more than one"} span "${name}"`);
      return span;
    },
    [Symbol.dispose]() {
      trace.disable();
      context.disable();
    },
  };
}
