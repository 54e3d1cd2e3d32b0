import { randomBytes } from "node:crypto";
import { isIP } from "node:net";
import { generate } from "selfsigned";

const lifeDays = 365;

/** A certificate that vouches for itself, and its key, in PEM; for trials and local networks: browsers ask before they go on. */
export async function makeCertificate(hosts: readonly string[]): Promise<{ readonly key: string; readonly cert: string }> {
  const { private: key, cert } = await generate([{ name: "commonName", value: `TGCall trial ${randomBytes(4).toString("hex")}` }], {
    keyType: "ec",
    curve: "P-256",
    algorithm: "sha256",
    notAfterDate: new Date(Date.now() + lifeDays * 86_400_000),
    extensions: [
      { name: "basicConstraints", cA: false, critical: true },
      { name: "keyUsage", digitalSignature: true, critical: true },
      { name: "extKeyUsage", serverAuth: true },
      { name: "subjectAltName", altNames: hosts.map((host) => (isIP(host) === 0 ? { type: 2, value: host } : { type: 7, ip: host })) },
    ],
  });
  return { key, cert };
}
