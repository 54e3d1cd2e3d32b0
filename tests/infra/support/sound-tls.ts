import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect } from "vitest";

const run = promisify(execFile);

/** sslscan, with these options, finds nothing at `host:port` of medium severity or worse; whether the certificate is trusted is not asked. */
export async function expectSoundTls(address: string, ...options: readonly string[]): Promise<void> {
  const { stdout } = await run("sslscan", ["--xml=-", "--no-colour", ...options, address], { timeout: 120_000 });
  const found = (pattern: RegExp): string[] => [...stdout.matchAll(pattern)].map(([, ...parts]) => parts.join(" "));

  expect(found(/<protocol type="(\w+)" version="([\d.]+)" enabled="1"/g)).toEqual(["tls 1.2", "tls 1.3"]);
  const ciphers = found(/<cipher status="(?:preferred|accepted)" [^>]*cipher="([^"]+)"/g);
  expect(ciphers.length).toBeGreaterThan(3);
  for (const cipher of ciphers) expect(cipher).toMatch(/^(TLS_|ECDHE-).*(GCM|CHACHA20)/);
  for (const bits of found(/<group [^>]*bits="(\d+)"/g)) expect(Number(bits)).toBeGreaterThanOrEqual(112);
  expect(found(/<(compression) supported="1"/g)).toEqual([]);
  expect(stdout).toMatch(/<renegotiation supported="0"|<renegotiation supported="1" secure="1"/);
  expect(found(/<heartbleed [^>]*vulnerable="(1)"/g)).toEqual([]);
  const [signature] = found(/<signature-algorithm>([^<]+)</g);
  expect(signature).toMatch(/sha(256|384|512)/i);
  // Of elliptic curves it tells the strength, which is half of the length.
  const [[type, bits] = []] = found(/<pk error="false" type="(\w+)"[^>]* bits="(\d+)"/g).map((key) => key.split(" "));
  expect(Number(bits)).toBeGreaterThanOrEqual(type === "EC" ? 128 : 2048);
}
