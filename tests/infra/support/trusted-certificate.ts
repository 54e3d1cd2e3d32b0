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
  const renew = async (): Promise<void> => {
    const { cert, key } = await makeCertificate(hosts);
    writeFileSync(files.cert, cert);
    writeFileSync(files.key, key, { mode: 0o600 });
    setDefaultCACertificates([...getCACertificates("default"), cert]);
  };
  await renew();
  return { ...files, renew, [Symbol.dispose]: () => folder[Symbol.dispose]() };
}
