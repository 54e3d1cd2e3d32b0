import { execFileSync } from "node:child_process";
import { openApiDocument } from "@tgcall/api";

/** The file services/api/openapi.json, formatted as Biome wants it. */
export const renderOpenApi = (): string =>
  execFileSync("biome", ["format", "--stdin-file-path", "openapi.json"], {
    input: JSON.stringify(openApiDocument(), undefined, 2),
    encoding: "utf8",
  });
