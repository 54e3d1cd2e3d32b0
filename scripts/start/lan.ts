import { X509Certificate } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { makeCertificate } from "../setup/certificate.ts";

const renewBeforeMs = 30 * 86_400_000;

export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** This machine's IPv4 address in its network: private ones first. `undefined` when it has none beside loopback. */
export function lanAddress(
  interfaces: NodeJS.Dict<readonly { address: string; family: string; internal: boolean }[]> = networkInterfaces(),
): string | undefined {
  const addresses = Object.values(interfaces)
    .flatMap((entries) => entries ?? [])
    .filter(({ family, internal }) => family === "IPv4" && !internal)
    .map(({ address }) => address);
  return addresses.find(isPrivate) ?? addresses[0];
}

/** A self-signed certificate for `address` and localhost, kept in `folder`, so that a phone that has accepted it need not again. */
export async function lanCertificate(address: string, folder: string): Promise<Certificate> {
  const [keyFile, certFile] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  const kept = await readPair(keyFile, certFile);
  if (kept !== undefined && isUsable(kept.cert, address)) return kept;

  const made = await makeCertificate([address, "127.0.0.1", "localhost"]);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(keyFile, made.key, { mode: 0o600 });
  await writeFile(certFile, made.cert);
  return made;
}

async function readPair(keyFile: string, certFile: string): Promise<Certificate | undefined> {
  try {
    return { key: await readFile(keyFile, "utf8"), cert: await readFile(certFile, "utf8") };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

function isUsable(pem: string, address: string): boolean {
  const certificate = new X509Certificate(pem);
  return certificate.checkIP(address) !== undefined && Date.parse(certificate.validTo) > Date.now() + renewBeforeMs;
}

/** RFC 1918. */
const isPrivate = (address: string): boolean => /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)/.test(address);
