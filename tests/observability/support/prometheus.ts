import { mkdtempDisposableSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { freePorts } from "@tgcall/store/testing/free-ports";
import { parse, stringify } from "yaml";
import { answersOk } from "../../chaos/support/service-process.ts";
import { startProgram } from "../../infra/support/running-program.ts";

/** Where each job's processes show their metrics: `host:port`. */
export type Targets = Readonly<Record<string, readonly string[]>>;

/** One series of an answer, and its value now. */
export interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A rule as Prometheus has evaluated it. */
export interface Rule {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly state: "inactive" | "pending" | "firing";
  readonly health: "ok" | "err" | "unknown";
  readonly lastError?: string;
}

export interface Prometheus extends AsyncDisposable {
  /** Rejects where Prometheus does not understand the query. */
  ask(query: string): Promise<readonly Sample[]>;
  rules(): Promise<readonly Rule[]>;
}

interface Job {
  readonly job_name: string;
  readonly dns_sd_configs?: unknown;
}

/** The configuration of one machine, but that it finds these targets, asks every second, and tells nobody. */
function configurationFor(targets: Targets): string {
  const path = "infra/prometheus/prometheus.yaml";
  const { rule_files: rules, scrape_configs: jobs }: { rule_files: readonly string[]; scrape_configs: readonly Job[] } = parse(
    readFileSync(path, "utf8"),
  );
  const isElsewhere = (name: string): boolean => jobs.every(({ job_name: known }) => known !== name);
  // Those that Prometheus finds in Kubernetes alone.
  const others = Object.keys(targets)
    .filter(isElsewhere)
    .map((name) => ({ ...jobs[0], job_name: name }));
  return stringify({
    global: { scrape_interval: "1s", evaluation_interval: "1s" },
    rule_files: rules.map((file) => resolve(path, "..", file)),
    scrape_configs: [...jobs, ...others]
      .filter(({ job_name: name }) => name in targets)
      .map(({ dns_sd_configs: _, ...job }) => ({ ...job, static_configs: [{ targets: targets[job.job_name] }] })),
  });
}

/** A real Prometheus with the rules of one machine. */
export async function startPrometheus(targets: Targets): Promise<Prometheus> {
  const folder = mkdtempDisposableSync(join(tmpdir(), "prometheus-"));
  const [port = 0] = await freePorts(1);
  const file = join(folder.path, "prometheus.yaml");
  writeFileSync(file, configurationFor(targets));
  const words = [`--config.file=${file}`, `--storage.tsdb.path=${folder.path}/data`, `--web.listen-address=127.0.0.1:${port}`];
  const origin = `http://127.0.0.1:${port}`;
  const program = await startProgram(["prometheus", ...words], {}, () => answersOk(`${origin}/-/ready`));

  async function get<T>(path: string): Promise<T> {
    const response = await fetch(`${origin}/api/v1/${path}`);
    const { status, error, data } = (await response.json()) as { status: string; error?: string; data: T };
    if (status !== "success") throw new Error(error);
    return data;
  }

  return {
    async ask(query) {
      type Vector = { readonly result: readonly { readonly metric: Sample["metric"]; readonly value: readonly [number, string] }[] };
      const { result } = await get<Vector>(`query?query=${encodeURIComponent(query)}`);
      return result.map(({ metric, value: [, value] }) => ({ metric, value: Number(value) }));
    },
    async rules() {
      const { groups } = await get<{ groups: readonly { readonly rules: readonly Rule[] }[] }>("rules");
      return groups.flatMap(({ rules }) => rules);
    },
    async [Symbol.asyncDispose]() {
      await program[Symbol.asyncDispose]();
      folder[Symbol.dispose]();
    },
  };
}
