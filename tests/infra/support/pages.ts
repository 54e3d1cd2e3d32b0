import { chmodSync, mkdtempDisposableSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { freePorts } from "@tgcall/store/testing/free-ports";
import { buildWeb } from "@tgcall/web/build";
import { startProgram } from "./running-program.ts";

/** The web service as its image runs it. */
export interface Pages extends AsyncDisposable {
  /** As host:port. */
  readonly address: string;
}

/** Builds the pages, packs them as the image's build does, and serves them by nginx. */
export async function startPages(env: Readonly<Record<string, string>> = {}): Promise<Pages> {
  const [port = 0] = await freePorts(1);
  const folder = mkdtempDisposableSync(join(tmpdir(), "tgcall-pages-"));
  // Workers are another user when root starts nginx.
  chmodSync(folder.path, 0o755);
  const built = await buildWeb({ outDir: join(folder.path, "html") });
  const files = readdirSync(built, { recursive: true, encoding: "utf8" }).filter((file) => /\.\w+$/.test(file));
  for (const file of files) writeFileSync(join(built, `${file}.gz`), gzipSync(readFileSync(join(built, file))));

  const address = `127.0.0.1:${port}`;
  const isUp = (): Promise<boolean> =>
    fetch(`http://${address}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    );
  const settings = {
    RUN_FOLDER: join(folder.path, "run"),
    ACCESS_LOG: join(folder.path, "access.log"),
    PAGES_FOLDER: built,
    PORT: `${port}`,
  };
  const program = await startProgram(["sh", "infra/nginx/pages/entrypoint.sh"], { ...settings, ...env }, isUp);
  return {
    address,
    async [Symbol.asyncDispose]() {
      await program[Symbol.asyncDispose]();
      folder[Symbol.dispose]();
    },
  };
}
