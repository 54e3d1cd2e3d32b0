import { defineConfig, type TestProjectInlineConfiguration } from "vitest/config";

/** Tests poll until something holds; a machine that does other things besides may take seconds for what takes milliseconds alone. */
const project = (test: TestProjectInlineConfiguration["test"]): TestProjectInlineConfiguration => ({
  test: { ...test, expect: { poll: { timeout: 15_000 } } },
});

/** `unit`: what needs no browser. `e2e`: whole systems with real browsers, one file after another. `infra`: nginx and coturn as deployed. `compose`: the containers of compose.yaml, one installation for all files. `chart`: what Helm renders. `observability`: a real Prometheus, its rules and dashboards. `load`: k6 against real processes. `chaos`: real processes and their faults, side by side. `cluster`: the chart on a real Kubernetes. Vitest leaves a core free unless a part says that its files bear company. */
export default defineConfig({
  test: {
    projects: [
      project({
        name: "unit",
        include: ["{packages,services,infra,k8s,web,scripts}/**/*.test.{ts,tsx}"],
        maxWorkers: "100%",
        testTimeout: 40_000,
        hookTimeout: 30_000,
      }),
      project({
        name: "e2e",
        include: ["tests/e2e/**/*.e2e.ts"],
        fileParallelism: false,
        testTimeout: 120_000,
        hookTimeout: 120_000,
      }),
      project({
        name: "infra",
        include: ["tests/infra/**/*.infra.ts"],
        fileParallelism: false,
        testTimeout: 120_000,
        hookTimeout: 120_000,
      }),
      project({
        name: "compose",
        include: ["tests/compose/**/*.compose.ts"],
        globalSetup: "tests/compose/support/global-setup.ts",
        fileParallelism: false,
        testTimeout: 180_000,
        hookTimeout: 60_000,
      }),
      project({
        name: "chart",
        include: ["tests/chart/**/*.chart.ts"],
        maxWorkers: "100%",
        testTimeout: 120_000,
      }),
      project({
        name: "observability",
        include: ["tests/observability/**/*.observability.ts"],
        maxWorkers: "100%",
        testTimeout: 120_000,
        hookTimeout: 180_000,
      }),
      project({
        name: "load",
        include: ["tests/load/**/*.load.ts"],
        maxWorkers: "100%",
        testTimeout: 240_000,
      }),
      project({
        name: "chaos",
        include: ["tests/chaos/**/*.chaos.ts"],
        globalSetup: "tests/chaos/support/global-setup.ts",
        // Scenarios wait for seats of the machine; each has deadlines of its own.
        testTimeout: 720_000,
        maxWorkers: 10,
      }),
      project({
        name: "cluster",
        include: ["tests/cluster/**/*.cluster.ts"],
        globalSetup: "tests/cluster/support/global-setup.ts",
        fileParallelism: false,
        testTimeout: 600_000,
        hookTimeout: 300_000,
      }),
    ],
  },
});
