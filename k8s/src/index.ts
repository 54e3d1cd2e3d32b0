export { renderChart } from "./chart-files.ts";
export { type ManifestOptions, manifestsOf, ValuesError } from "./manifests.ts";
export { coalesce, type FoundObject, readYaml, writeYaml } from "./twofold/index.ts";
