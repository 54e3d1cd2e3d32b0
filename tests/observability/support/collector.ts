import { mkdtempDisposableSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePorts } from "@tgcall/store/testing/free-ports";
import { stringify } from "yaml";
import { goToolPath } from "../../../scripts/test/go-tools.ts";
import { answersOk } from "../../chaos/support/service-process.ts";
import { type CollectedSpan, startTraceCollector } from "../../e2e/support/trace-collector.ts";
import { startProgram } from "../../infra/support/running-program.ts";

/** A span as a service would send it. */
export interface SentSpan {
  readonly traceId: string;
  readonly name: string;
  readonly seconds?: number;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly isError?: boolean;
}

export interface Collector extends AsyncDisposable {
  send(...spans: readonly SentSpan[]): Promise<void>;
  /** What it has handed on. */
  kept(): readonly CollectedSpan[];
  /** How many traces it has given up. */
  givenUp(): Promise<number>;
}

/** The collector of one machine with its own configuration, but that it listens here, hands on to the test, and waits only so long. */
export async function startCollector(decisionWait?: string): Promise<Collector> {
  await using owned = new AsyncDisposableStack();
  const folder = owned.use(mkdtempDisposableSync(join(tmpdir(), "collector-")));
  const tempo = owned.use(await startTraceCollector());
  const [http = 0, grpc = 0, metrics = 0] = await freePorts(3);
  const here = join(folder.path, "here.yaml");
  writeFileSync(here, stringify(changes({ http, grpc, metrics, tempo: tempo.env["OTEL_EXPORTER_OTLP_ENDPOINT"] ?? "", decisionWait })));
  const words = ["--config", "infra/otel/collector.yaml", "--config", here];
  const read = `http://127.0.0.1:${metrics}/metrics`;
  owned.use(await startProgram([goToolPath("otelcol"), ...words], {}, () => answersOk(read)));
  const parts = owned.move();
  return {
    async send(...spans) {
      const body = JSON.stringify({ resourceSpans: spans.map(wired) });
      const answer = await fetch(`http://127.0.0.1:${http}/v1/traces`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body,
      });
      if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`);
    },
    kept: () => tempo.spans(),
    async givenUp() {
      const text = await (await fetch(read)).text();
      return Number(/global_count_traces_sampled\S*sampled="false"\S* (\d+)/.exec(text)?.[1] ?? 0);
    },
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}

interface Here {
  readonly http: number;
  readonly grpc: number;
  readonly metrics: number;
  readonly tempo: string;
  readonly decisionWait: string | undefined;
}

const changes = ({ http, grpc, metrics, tempo, decisionWait }: Here) => ({
  receivers: { otlp: { protocols: { http: { endpoint: `127.0.0.1:${http}` }, grpc: { endpoint: `127.0.0.1:${grpc}` } } } },
  ...(decisionWait === undefined ? {} : { processors: { tail_sampling: { decision_wait: decisionWait } } }),
  exporters: { otlp_http: { endpoint: tempo, encoding: "json", compression: "none" } },
  service: {
    pipelines: { traces: { exporters: ["otlp_http"] } },
    telemetry: { metrics: { readers: [{ pull: { exporter: { prometheus: { host: "127.0.0.1", port: metrics } } } }] } },
  },
});

let spanCount = 0;

const wired = ({ traceId, name, seconds = 0.01, attributes = {}, isError = false }: SentSpan) => {
  const startedAtMs = Date.now();
  spanCount += 1;
  const span = {
    ...{ traceId, name },
    spanId: spanCount.toString(16).padStart(16, "0"),
    startTimeUnixNano: `${startedAtMs}000000`,
    endTimeUnixNano: `${startedAtMs + 1000 * seconds}000000`,
    attributes: written({ "tgcall.call.id": "call", ...attributes }),
    status: isError ? { code: 2 } : {},
  };
  return { resource: { attributes: written({ "service.name": "tgcall-test" }) }, scopeSpans: [{ spans: [span] }] };
};

const written = (attributes: Readonly<Record<string, string>>) =>
  Object.entries(attributes).map(([key, stringValue]) => ({ key, value: { stringValue } }));
