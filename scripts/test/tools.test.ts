import { mkdtempDisposableSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { expect, test } from "vitest";
import { installCommand, missingTools } from "./tools.ts";

test("a tool is there when a folder of PATH holds one of its programs, executable", () => {
  using folder = mkdtempDisposableSync(join(tmpdir(), "tools-"));
  const path = ["/nowhere", folder.path].join(delimiter);

  writeFileSync(join(folder.path, "google-chrome"), "", { mode: 0o755 });
  writeFileSync(join(folder.path, "redis-server"), "", { mode: 0o644 });

  expect(missingTools(["redis", "chromium"], path)).toEqual(["redis"]);
  expect(missingTools(["redis", "chromium"], "")).toEqual(["redis", "chromium"]);
});

test("the command that installs what is missing is that of the platform", () => {
  expect(installCommand(["redis", "chromium"], "linux")).toBe(
    "apt-get update && apt-get install -y --no-install-recommends redis-server chromium",
  );
  expect(installCommand(["redis", "chromium"], "darwin")).toBe("brew install redis && brew install --cask chromium");
});
