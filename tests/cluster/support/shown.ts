import type { Figures } from "../../chaos/support/figures.ts";
import { fileNameOf, measured } from "../../chaos/support/measured.ts";
import { collectEvidence } from "./evidence.ts";
import { theInstallation } from "./installation.ts";
import { reportFolder } from "./report-folder.ts";

/** Runs what a test shows of the cluster, with its figures; a failure leaves what the namespaces had to say in the report's folder. */
export async function shown(
  title: string,
  run: (figures: Figures) => Promise<void>,
  namespaces: readonly string[] = [theInstallation().namespace, theInstallation().turnNamespace],
): Promise<void> {
  try {
    await measured(title, reportFolder, run);
  } catch (error) {
    for (const namespace of namespaces) await collectEvidence(namespace, `${reportFolder}/${fileNameOf(title)}`);
    throw error;
  }
}
