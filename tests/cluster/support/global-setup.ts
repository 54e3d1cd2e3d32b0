import type { TestProject } from "vitest/node";
import { openReport } from "../../chaos/support/report.ts";
import { provideImages } from "./images.ts";
import { install } from "./installation.ts";
import { kubectl } from "./kubectl.ts";
import { reportFolder } from "./report-folder.ts";

/** Before all tests: builds the images and installs the chart. After them: takes it away and prints the figures as one table. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  await expectCluster();
  const closeReport = await openReport(reportFolder);
  const tags = await provideImages();
  const installation = await install(tags);
  const { [Symbol.asyncDispose]: _, ...provided } = installation;
  project.provide("installation", provided);
  return async () => {
    await installation[Symbol.asyncDispose]();
    await closeReport();
  };
}

async function expectCluster(): Promise<void> {
  const advice = "get one by `kind create cluster`, put ingress-nginx into it, and export KUBECONFIG";
  if ((process.env["KUBECONFIG"] ?? "") === "") throw new Error(`KUBECONFIG names no cluster to test on: ${advice}`);
  try {
    await kubectl(["get", "--raw", "/readyz"], { limitMs: 15_000 });
  } catch (cause) {
    throw new Error(`no cluster answers at what KUBECONFIG names: ${advice}`, { cause });
  }
}
