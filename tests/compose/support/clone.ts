import { execFile } from "node:child_process";
import { mkdtempDisposableSync } from "node:fs";
import { cp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { root } from "../../e2e/support/start-process.ts";

const run = promisify(execFile);

/** What `git clone` would bring if all that is here were committed; gone when disposed. */
export async function freshClone(): Promise<{ readonly path: string } & Disposable> {
  const folder = mkdtempDisposableSync(join(tmpdir(), "tgcall-clone-"));
  const { stdout } = await run("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate"], { cwd: root });
  for (const file of stdout.split("\0").filter((name) => name !== "")) {
    await cp(join(root, file), join(folder.path, file)).catch((error: NodeJS.ErrnoException) => {
      // Deleted and not committed yet.
      if (error.code !== "ENOENT") throw error;
    });
  }
  return folder;
}
