import { mkdtempDisposableSync, writeFileSync } from "node:fs";
import { isIP } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generate } from "selfsigned";
import { run } from "./run.ts";

/** A certificate and its key, in PEM. */
export interface Pair {
  readonly cert: string;
  readonly key: string;
}

const day = 86_400_000;
const curve = { keyType: "ec", curve: "P-256", algorithm: "sha256" } as const;

/** A certificate authority that nobody knows but who is told. */
export async function makeAuthority(): Promise<Pair> {
  const { cert, private: key } = await generate([{ name: "commonName", value: "TGCall tests" }], {
    ...curve,
    notAfterDate: new Date(Date.now() + 2 * day),
    extensions: [
      { name: "basicConstraints", cA: true, critical: true },
      { name: "keyUsage", keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  return { cert, key };
}

/** A certificate of the authority for these names. */
export async function issueCertificate(authority: Pair, names: readonly string[]): Promise<Pair> {
  const { cert, private: key } = await generate([{ name: "commonName", value: names[0] ?? "" }], {
    ...curve,
    ca: authority,
    notAfterDate: new Date(Date.now() + day),
    extensions: [
      { name: "basicConstraints", cA: false, critical: true },
      { name: "keyUsage", digitalSignature: true, critical: true },
      { name: "extKeyUsage", serverAuth: true },
      { name: "subjectAltName", altNames: names.map((name) => (isIP(name) === 0 ? { type: 2, value: name } : { type: 7, ip: name })) },
    ],
  });
  return { cert, key };
}

/** Where a browser and Node find whom they trust beside the well-known authorities. */
export interface Trust extends Disposable {
  /** The authority, as NODE_EXTRA_CA_CERTS wants it. */
  readonly file: string;
  /** A home folder whose NSS database knows the authority, for Chromium. */
  readonly home: string;
}

export async function trust({ cert }: Pick<Pair, "cert">): Promise<Trust> {
  const folder = mkdtempDisposableSync(join(tmpdir(), "tgcall-trust-"));
  const file = join(folder.path, "authority.pem");
  writeFileSync(file, cert);
  const database = join(folder.path, ".pki/nssdb");
  await run("mkdir", ["-p", database]);
  await run("certutil", ["-d", `sql:${database}`, "-N", "--empty-password"]);
  await run("certutil", ["-d", `sql:${database}`, "-A", "-t", "C,,", "-n", "tgcall-tests", "-i", file]);
  return { file, home: folder.path, [Symbol.dispose]: () => folder[Symbol.dispose]() };
}
