import { mkdirSync, mkdtempDisposableSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { expect, test } from "vitest";
import { findGoTool, type GoToolName } from "./go-tools.ts";

/** What each says of its version, and what one says that does not fit. */
const said: readonly (readonly [name: GoToolName, program: string, fits: string, other: string])[] = [
  ["helm", "helm", 'version.BuildInfo{Version:"v3.14.2"}', "v4.0.1+g12500dd"],
  ["helm4", "helm", 'version.BuildInfo{Version:"v4.0.1"}', 'version.BuildInfo{Version:"v3.14.2"}'],
  ["k6", "k6", "k6 v1.0.0 (commit/1, go1.24.2, linux/amd64)", "k6 v0.54.0 (go1.26)"],
  ["kubeconform", "kubeconform", "v0.6.7", "development"],
  ["kubeScore", "kube-score", "kube-score version: v1.18.0, commit: 0fb5f66, built: 2024-01-01", "kube-score version: v2.0.0"],
];

test.each(said)("%s is taken from the first folder that has it in its major version", (name, program, fits, other) => {
  using root = mkdtempDisposableSync(join(tmpdir(), "tgcall-tools-"));
  const folder = (title: string, version?: string): string => {
    const path = join(root.path, title);
    mkdirSync(path);
    if (version !== undefined) writeFileSync(join(path, program), `#!/bin/sh\necho '${version}'\n`, { mode: 0o755 });
    return path;
  };
  const [empty, unfit, fit, second] = [folder("empty"), folder("unfit", other), folder("fit", fits), folder("second", fits)];

  expect(findGoTool(name, [empty, unfit, fit, second].join(delimiter))).toBe(join(fit, program));
  expect(findGoTool(name, [empty, unfit].join(delimiter))).toBeUndefined();
});
