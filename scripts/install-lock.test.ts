import { spawnSync } from "node:child_process";
import { createHash, randomUUID } from "node:crypto";
import { existsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { withInstallLock } from "./install-lock.mjs";

const lockOf = (root: string): string =>
  join(tmpdir(), `tgcall-install-${createHash("sha256").update(root).digest("hex").slice(0, 16)}.lock`);

test("the lock is held while the work runs and given back after it, also when it fails", () => {
  const root = randomUUID();

  withInstallLock(root, () => expect(existsSync(lockOf(root))).toBe(true));
  expect(existsSync(lockOf(root))).toBe(false);

  expect(() =>
    withInstallLock(root, () => {
      throw new Error("broken");
    }),
  ).toThrow("broken");
  expect(existsSync(lockOf(root))).toBe(false);
});

test("the lock of a process that died is taken over", () => {
  const root = randomUUID();
  const { pid } = spawnSync(process.execPath, ["--version"]);
  writeFileSync(lockOf(root), String(pid));
  let hasRun = false;

  withInstallLock(root, () => {
    hasRun = true;
  });

  expect(hasRun).toBe(true);
});
