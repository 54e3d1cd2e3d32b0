import { type Attributes, type Context, SpanKind, trace } from "@opentelemetry/api";
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  ParentBasedSampler,
  type Sampler,
  SamplingDecision,
  TraceIdRatioBasedSampler,
} from "@opentelemetry/sdk-trace";
import type { Environment } from "./read-settings.ts";
import { problemAttribute } from "./spans.ts";

const everything = new AlwaysOnSampler();
const nothing = new AlwaysOffSampler();

/** The sampler that `OTEL_TRACES_SAMPLER` and `OTEL_TRACES_SAMPLER_ARG` name; `parentbased_always_on` when they name none. */
export function readSampler(env: Environment): Sampler {
  const ratio = new TraceIdRatioBasedSampler(readRatio(env["OTEL_TRACES_SAMPLER_ARG"]));
  const samplers: Readonly<Record<string, Sampler>> = {
    always_on: everything,
    always_off: nothing,
    traceidratio: ratio,
    parentbased_always_on: new ParentBasedSampler({ root: everything }),
    parentbased_always_off: new ParentBasedSampler({ root: nothing }),
    parentbased_traceidratio: new ParentBasedSampler({ root: ratio }),
  };
  return samplers[env["OTEL_TRACES_SAMPLER"] ?? ""] ?? new ParentBasedSampler({ root: everything });
}

// As the specification has it: what is no ratio is ignored.
function readRatio(text: string | undefined): number {
  const ratio = Number(text || 1);
  return ratio >= 0 && ratio <= 1 ? ratio : 1;
}

/**
 * Samples as `sampler` does, but lets requests and all that they lead to in this process be recorded where they are not
 * sampled, so that `KeepFailed` can keep those that fail; so too what has failed before its span begins. Whatever is neither is
 * not recorded and costs nothing.
 */
export const recordingRequests = (sampler: Sampler): Sampler => ({
  shouldSample(around, traceId, name, kind, attributes, links) {
    const result = sampler.shouldSample(around, traceId, name, kind, attributes, links);
    const isIgnored = result.decision === SamplingDecision.NOT_RECORD && isOfInterest(around, kind, attributes);
    return isIgnored ? { ...result, decision: SamplingDecision.RECORD } : result;
  },
  toString: () => `RecordingRequests{${sampler}}`,
});

function isOfInterest(around: Context, kind: SpanKind, attributes: Attributes): boolean {
  const parent = trace.getSpan(around);
  const isLocalRoot = parent === undefined || parent.spanContext().isRemote === true;
  return isLocalRoot ? kind === SpanKind.SERVER || problemAttribute in attributes : parent.isRecording();
}
