import { mkdtempDisposableSync, writeFileSync } from "node:fs";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { makeCertificate } from "../../../scripts/setup/certificate.ts";

export interface CertificateFiles extends Disposable {
  readonly cert: string;
  readonly key: string;
  /** Puts another pair in their place; this process trusts that too. */
  renew(): Promise<void>;
}

/** A trial certificate in files, for localhost and this machine's addresses; this process trusts it. */
export async function trustedCertificate(): Promise<CertificateFiles> {
  const folder = mkdtempDisposableSync(join(tmpdir(), "tgcall-tls-"));
  const files = { cert: join(folder.path, "cert.pem"), key: join(folder.path, "key.pem") };
  const own = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  const hosts = ["localhost", ...own.map(({ address }) => address)];
  const renew = () => renewCertificate(files, hosts);
  await renew();
  return { ...files, renew, [Symbol.dispose]: () => folder[Symbol.dispose]() };
}

/** Puts another pair into the files, as certbot's hook does; this process trusts that too. */
export async function renewCertificate(files: { readonly cert: string; readonly key: string }, hosts: readonly string[]): Promise<void> {
  const { cert, key } = await makeCertificate(hosts);
  writeFileSync(files.cert, cert);
  writeFileSync(files.key, key, { mode: 0o600 });
  trust(cert);
}

/** From now on this process takes what the certificate says, as a browser whose user went on does. */
export function trust(cert: string): void {
  setDefaultCACertificates([...getCACertificates("default"), cert]);
}
