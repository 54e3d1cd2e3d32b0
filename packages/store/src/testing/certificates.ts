import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

/** A certificate authority of a test's own, and a server certificate of it for this machine. */
export interface TestCertificates extends AsyncDisposable {
  /** The authority's certificate as PEM, and the files of the server. */
  readonly ca: string;
  readonly caFile: string;
  readonly certificateFile: string;
  readonly keyFile: string;
}

/** Makes certificates with `openssl`. */
export async function makeCertificates(): Promise<TestCertificates> {
  const directory = await mkdtemp(join(tmpdir(), "tgcall-tls-"));
  const file = (name: string): string => join(directory, name);
  const openssl = (...args: readonly string[]) => promisify(execFile)("openssl", args);
  const newKey = ["req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];

  await openssl(...newKey, "-x509", "-days", "1", "-subj", "/CN=test authority", "-keyout", file("ca.key"), "-out", file("ca.pem"));
  await openssl(...newKey, "-subj", "/CN=localhost", "-keyout", file("server.key"), "-out", file("server.csr"));
  await writeFile(file("names"), "subjectAltName=DNS:localhost,IP:127.0.0.1");
  const signed = ["-days", "1", "-CA", file("ca.pem"), "-CAkey", file("ca.key"), "-CAcreateserial", "-extfile", file("names")];
  await openssl("x509", "-req", "-in", file("server.csr"), "-out", file("server.pem"), ...signed);

  return {
    ca: await readFile(file("ca.pem"), "utf8"),
    caFile: file("ca.pem"),
    certificateFile: file("server.pem"),
    keyFile: file("server.key"),
    [Symbol.asyncDispose]: () => rm(directory, { recursive: true, force: true }),
  };
}
