export { renderChart } from "./chart-files.ts";
export { type ManifestOptions, manifestsOf, ValuesError } from "./manifests.ts";
export { coalesce, type FoundObject } from "./twofold/index.ts";
