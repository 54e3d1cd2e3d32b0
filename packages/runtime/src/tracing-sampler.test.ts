import { context, ROOT_CONTEXT, SpanKind, trace } from "@opentelemetry/api";
import { SamplingDecision } from "@opentelemetry/sdk-trace";
import { expect, test } from "vitest";
import { readSampler } from "./tracing-sampler.ts";

const low = "00000000000000000000000000000001";
const high = "ffffffff000000000000000000000000";

/** Which of a root with a low id, a root with a high one, and children of remote spans (sampled or not) are sampled. */
function decisions(env: Record<string, string>): boolean[] {
  const sampler = readSampler(env);
  const childOf = (traceFlags: number) =>
    trace.setSpanContext(context.active(), { traceId: high, spanId: "00000000000000ff", traceFlags, isRemote: true });
  const cases = [[ROOT_CONTEXT, low] as const, [ROOT_CONTEXT, high] as const, [childOf(1), high] as const, [childOf(0), high] as const];
  return cases.map(
    ([around, id]) => sampler.shouldSample(around, id, "name", SpanKind.SERVER, {}, []).decision === SamplingDecision.RECORD_AND_SAMPLED,
  );
}

test.each([
  [{}, [true, true, true, false]],
  [{ OTEL_TRACES_SAMPLER: "always_on" }, [true, true, true, true]],
  [{ OTEL_TRACES_SAMPLER: "always_off" }, [false, false, false, false]],
  [{ OTEL_TRACES_SAMPLER: "parentbased_always_on" }, [true, true, true, false]],
  [{ OTEL_TRACES_SAMPLER: "parentbased_always_off" }, [false, false, true, false]],
  [{ OTEL_TRACES_SAMPLER: "traceidratio", OTEL_TRACES_SAMPLER_ARG: "0.5" }, [true, false, false, false]],
  [{ OTEL_TRACES_SAMPLER: "parentbased_traceidratio", OTEL_TRACES_SAMPLER_ARG: "0.5" }, [true, false, true, false]],
  [{ OTEL_TRACES_SAMPLER: "parentbased_traceidratio", OTEL_TRACES_SAMPLER_ARG: "0" }, [false, false, true, false]],
  [{ OTEL_TRACES_SAMPLER: "traceidratio", OTEL_TRACES_SAMPLER_ARG: "many" }, [true, true, true, true]],
  [{ OTEL_TRACES_SAMPLER: "traceidratio" }, [true, true, true, true]],
  [{ OTEL_TRACES_SAMPLER: "nonsense" }, [true, true, true, false]],
])("%o samples as the specification says", (env, sampled) => {
  expect(decisions(env)).toEqual(sampled);
});
