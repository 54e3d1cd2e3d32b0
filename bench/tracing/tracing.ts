import { startTraceCollector } from "../../tests/e2e/support/trace-collector.ts";
import { type Comparison, compare, type Variant } from "../rounds.ts";
import { type Installation, startInstallation } from "./installation.ts";
import { messages, type Workload, wholeCalls } from "./workloads.ts";

const workloads: Readonly<Record<string, { readonly prepare: Workload; readonly count: number }>> = {
  "CPU ms a call": { prepare: wholeCalls, count: 200 },
  "CPU ms a message": { prepare: messages, count: 6_000 },
};

/** What tracing costs the services in CPU time: without it, at 1 %, and at 100 % of the calls sampled. */
export async function benchTracing(rounds: number, say: (line: string) => void): Promise<Readonly<Record<string, Comparison>>> {
  await using owned = new AsyncDisposableStack();
  const collector = owned.use(await startTraceCollector());
  const sampling = (ratio: string) => ({
    ...collector.env,
    OTEL_EXPORTER_OTLP_PROTOCOL: "http/protobuf",
    OTEL_BSP_SCHEDULE_DELAY: "5000",
    OTEL_TRACES_SAMPLER: "parentbased_traceidratio",
    OTEL_TRACES_SAMPLER_ARG: ratio,
  });
  const installations: readonly (readonly [string, Installation])[] = [
    ["off", owned.use(await startInstallation({}))],
    ["1 %", owned.use(await startInstallation(sampling("0.01")))],
    ["100 %", owned.use(await startInstallation(sampling("1")))],
  ];
  const results: Record<string, Comparison> = {};
  for (const [title, workload] of Object.entries(workloads)) {
    say(`# ${title}`);
    const variants = installations.map(([name, installation]) => variantOf(name, installation, workload));
    results[title] = await compare(variants, rounds, say);
  }
  return results;
}

const variantOf = (
  name: string,
  installation: Installation,
  { prepare, count }: { readonly prepare: Workload; readonly count: number },
): Variant => ({
  name,
  async measure() {
    await using work = await prepare(installation, count);
    const before = await installation.cpuSeconds();
    const operations = await work.run();
    return (1000 * ((await installation.cpuSeconds()) - before)) / operations;
  },
});
