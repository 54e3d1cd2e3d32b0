import { createHash } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const pollMs = 200;
const limitMs = 600_000;

/**
 * Runs `work` while no other process does it for the same `root`; throws when the other takes longer than 10 minutes. A lock
 * whose owner died is taken over.
 *
 * @param {string} root
 * @param {() => void} work
 */
export function withInstallLock(root, work) {
  const lock = join(tmpdir(), `tgcall-install-${createHash("sha256").update(root).digest("hex").slice(0, 16)}.lock`);
  const deadline = Date.now() + limitMs;
  while (!take(lock)) {
    if (Date.now() > deadline) throw new Error(`another installation holds ${lock}`);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pollMs);
  }
  try {
    work();
  } finally {
    rmSync(lock, { force: true });
  }
}

/** @param {string} lock */
function take(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: "wx" });
    return true;
  } catch {
    if (isAbandoned(lock)) rmSync(lock, { force: true });
    return false;
  }
}

/** @param {string} lock */
function isAbandoned(lock) {
  try {
    process.kill(Number(readFileSync(lock, "utf8")) || process.pid, 0);
    return false;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ESRCH";
  }
}
