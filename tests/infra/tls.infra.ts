import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { startDoor } from "./support/door.ts";
import { trustedCertificate } from "./support/trusted-certificate.ts";

const run = promisify(execFile);
const nobody = ["127.0.0.1:9"];

test("the door speaks TLS 1.2 and 1.3 alone, with forward secrecy and authenticated encryption", async () => {
  using certificate = await trustedCertificate();
  await using door = await startDoor({ api: nobody, signal: nobody, ...certificate });

  const { stdout } = await run("sslscan", ["--xml=-", "--no-colour", `localhost:${door.httpsPort}`], { timeout: 60_000 });

  const enabled = [...stdout.matchAll(/<protocol type="(\w+)" version="([\d.]+)" enabled="1"/g)].map(
    ([, type, version]) => `${type} ${version}`,
  );
  const ciphers = [...stdout.matchAll(/<cipher status="(?:preferred|accepted)" [^>]*cipher="([^"]+)"/g)].map(([, cipher]) => cipher ?? "");
  expect(enabled).toEqual(["tls 1.2", "tls 1.3"]);
  expect(ciphers.length).toBeGreaterThan(3);
  for (const cipher of ciphers) expect(cipher).toMatch(/^(TLS_|ECDHE-).*(GCM|CHACHA20)/);
  expect(stdout).not.toMatch(/<compression supported="1"/);
  expect(stdout).toMatch(/<renegotiation supported="0"|<renegotiation supported="1" secure="1"/);
  expect(stdout).not.toMatch(/<heartbleed [^>]*vulnerable="1"/);
});
