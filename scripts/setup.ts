/** `npm run setup [-- --domain call.example.com]`: a .env with strong secrets and, for a trial, a certificate. Keeps what is there. */
import { chmod, readFile, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { renderEnvExample } from "./gen/env-example.ts";
import { completeEnv } from "./setup/complete-env.ts";
import { type Placed, placeCertificate } from "./setup/place-certificate.ts";
import { wantedSettings } from "./setup/wanted-settings.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const envFile = `${root}.env`;
const text = { type: "string" } as const;
const { values } = parseArgs({ options: { domain: text, "http-port": text, "https-port": text } });

const present = await readFile(envFile, "utf8").catch((error: NodeJS.ErrnoException) => {
  if (error.code === "ENOENT") return undefined;
  throw error;
});
const wanted = wantedSettings({ domain: values.domain, httpPort: values["http-port"], httpsPort: values["https-port"] });
const { text: completed, settings, added } = completeEnv(present ?? renderEnvExample(), wanted);
if (added.length > 0) await writeFile(envFile, completed, { mode: 0o600 });
await chmod(envFile, 0o600);
console.log(
  added.length === 0 ? ".env is complete and stays as it is" : `.env: ${present === undefined ? "made" : "added"} ${added.join(", ")}`,
);

const placed = await placeCertificate({
  cert: resolve(root, settings.get("SSL_CERT_PATH") ?? ""),
  key: resolve(root, settings.get("SSL_KEY_PATH") ?? ""),
  acme: resolve(root, "certs/acme"),
  host: settings.get("DOMAIN") ?? "localhost",
});
const words: Readonly<Record<Placed, string>> = {
  kept: "The certificate stays as it is",
  shared: "Made a certificate of this machine's own: each browser asks once whether to go on",
  open: "Made a certificate of this machine's own, whose key everybody on this machine can read (only root may do better): for a trial alone",
};
console.log(words[placed]);
console.log(`Next: docker compose up --build --wait, then open ${settings.get("API_ORIGIN")}`);
console.log("The start page asks for one of API_KEYS in .env.");
