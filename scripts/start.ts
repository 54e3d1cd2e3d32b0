/** `npm start [-- --lan]`: the whole product in one process, with its state in memory unless `REDIS_URL` is set. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { readConfig as readApiConfig } from "@tgcall/api/config";
import { createLifecycle, createLogger, redisUrlIsReadable, SettingsError } from "@tgcall/runtime";
import { readConfig as readSignalConfig } from "@tgcall/signal/config";
import { redisUrlFault } from "@tgcall/store";
import { buildWeb } from "@tgcall/web/build";
import { renderUnicodeCompact } from "uqr";
import { lanAddress, lanCertificate } from "./start/lan.ts";
import { startSystem } from "./start/system.ts";

const certificateFolder = fileURLToPath(new URL("../.cache/lan", import.meta.url));

try {
  await main();
} catch (error) {
  console.error(explain(error));
  process.exit(1);
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { lan: { type: "boolean", default: false } } });
  // People at a terminal want to hear of trouble only; the services deployed apart say more.
  const env = { LOG_LEVEL: "warn", ...process.env };
  const rules = [redisUrlIsReadable(redisUrlFault)];
  const config = { ...readApiConfig(env, rules), ...readSignalConfig(env, rules) };
  const address = values.lan ? lanAddress() : undefined;
  if (values.lan && address === undefined) throw new Error("--lan needs a network: this machine has no address beside its own loopback.");
  const certificate = address === undefined ? undefined : await lanCertificate(address, certificateFolder);

  const log = createLogger({ service: "tgcall", level: config.LOG_LEVEL });
  const lifecycle = createLifecycle({ log, process });
  console.log("Building the pages …");
  const pagesFolder = await mkdtemp(join(tmpdir(), "tgcall-pages-"));
  try {
    await buildWeb({ outDir: pagesFolder });
    await startSystem({ config, pagesFolder, certificate, log, lifecycle });
  } finally {
    // The pages are served from memory.
    await rm(pagesFolder, { recursive: true, force: true });
  }
  lifecycle.ready();

  const port = config.FRONTEND_PORT;
  if (address === undefined) {
    console.log(`TGCall runs at http://localhost:${port}  (diagnostics at /check, Ctrl-C stops it)`);
  } else {
    const url = `https://${address}:${port}`;
    console.log(
      `TGCall runs at ${url}\nThe certificate is this machine's own: each browser asks once whether to go on.\n${renderUnicodeCompact(url)}`,
    );
  }
}

function explain(error: unknown): unknown {
  if (error instanceof SettingsError) return error.message;
  const { code, port, message } = error as NodeJS.ErrnoException & { port?: number };
  if (code === "EADDRINUSE")
    return `Port ${port} is taken: stop what listens there, or choose another (FRONTEND_PORT, API_PORT, SIGNAL_PORT, OPS_PORT).`;
  return code === undefined && message?.startsWith("--lan") ? message : error;
}
