import { X509Certificate } from "node:crypto";
import { mkdtempDisposableSync, readFileSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { placeCertificate } from "./place-certificate.ts";

const placesIn = (folder: string) => ({
  cert: join(folder, "a/cert.pem"),
  key: join(folder, "a/key.pem"),
  acme: join(folder, "acme"),
  host: "call.example.com",
});

test("a trial gets a certificate for its host, and a key that is not everybody's where that can be", async () => {
  using folder = mkdtempDisposableSync(join(tmpdir(), "tgcall-certificate-"));
  const places = placesIn(folder.path);

  const placed = await placeCertificate(places);

  const certificate = new X509Certificate(readFileSync(places.cert));
  expect([certificate.checkHost(places.host), certificate.checkHost("localhost"), certificate.checkIP("127.0.0.1")]).not.toContain(
    undefined,
  );
  expect(certificate.verify(certificate.publicKey)).toBe(true);
  expect(statSync(places.key).mode & 0o777).toBe(placed === "shared" ? 0o640 : 0o644);
});

test("a certificate that is there stays as it is", async () => {
  using folder = mkdtempDisposableSync(join(tmpdir(), "tgcall-certificate-"));
  const places = placesIn(folder.path);
  await placeCertificate(places);
  const before = [places.cert, places.key].map((file) => readFileSync(file, "utf8"));

  expect(await placeCertificate(places)).toBe("kept");

  expect([places.cert, places.key].map((file) => readFileSync(file, "utf8"))).toEqual(before);
});
