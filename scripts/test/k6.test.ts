import { mkdirSync, mkdtempDisposableSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { expect, test } from "vitest";
import { findK6 } from "./k6.ts";

test("k6 is taken from the first folder that has one of version 1.0 or newer", () => {
  using root = mkdtempDisposableSync(join(tmpdir(), "tgcall-k6-"));
  const folder = (name: string, version?: string): string => {
    const path = join(root.path, name);
    mkdirSync(path);
    if (version !== undefined) writeFileSync(join(path, "k6"), `#!/bin/sh\necho "k6 v${version} (go1.26)"\n`, { mode: 0o755 });
    return path;
  };
  const [empty, old, recent, newer] = [folder("empty"), folder("old", "0.54.0"), folder("recent", "1.0.0"), folder("newer", "1.8.1")];

  expect(findK6([empty, old, recent, newer].join(delimiter))).toBe(join(recent, "k6"));
  expect(findK6([empty, old].join(delimiter))).toBeUndefined();
});
