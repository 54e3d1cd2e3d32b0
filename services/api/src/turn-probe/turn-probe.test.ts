import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createServer, getCACertificates, setDefaultCACertificates } from "node:tls";
import { createMetrics, silentLogger } from "@tgcall/runtime";
import { makeCertificates } from "@tgcall/store/testing/certificates";
import { findFreePort } from "@tgcall/store/testing/free-ports";
import { afterAll, expect, test, vi } from "vitest";
import { lookAtCertificate } from "./look-at-certificate.ts";
import { createTurnProbeMetrics } from "./metrics.ts";
import { startTurnProbe } from "./turn-probe.ts";

const certificates = await makeCertificates();
afterAll(() => certificates[Symbol.asyncDispose]());
const cert = readFileSync(certificates.certificateFile);
const endsAt = Date.parse(new X509Certificate(cert).validTo) / 1_000;

/** A server that shows the certificate. */
async function serveTls() {
  const server = createServer({ cert, key: readFileSync(certificates.keyFile) }, (socket) => socket.end());
  await once(server.listen(0, "0.0.0.0"), "listening");
  return { port: (server.address() as AddressInfo).port, [Symbol.asyncDispose]: async () => void (await once(server.close(), "close")) };
}

/** The probe as it runs, and what it has counted. */
async function startProbe(domain: string | undefined, tlsPort: number) {
  const metrics = createMetrics({ service: "api" });
  const stop = startTurnProbe({
    ...{ domain, udpPort: await findFreePort(), tlsPort },
    metrics: createTurnProbeMetrics(metrics),
    log: silentLogger,
    everyMs: 20,
  });
  return {
    async read(series: string): Promise<number> {
      const line = (await metrics.registry.metrics()).split("\n").find((each) => each.startsWith(series));
      return Number(line?.split(" ").at(-1));
    },
    [Symbol.dispose]: stop,
  };
}

const untrusted = 'tgcall_turn_probes_total{result="untrusted"';
const questions = (transport: string) => `tgcall_turn_questions_total{transport="${transport}",result="silent"`;
const unreachable = 'tgcall_turn_probes_total{result="unreachable"';

test("a certificate is seen with its end, trusted only where its authority is", async () => {
  await using server = await serveTls();

  expect(await lookAtCertificate("localhost", server.port)).toEqual({ expiresAtSeconds: endsAt, isTrusted: false });

  setDefaultCACertificates([...getCACertificates("default"), certificates.ca]);
  expect(await lookAtCertificate("localhost", server.port)).toEqual({ expiresAtSeconds: endsAt, isTrusted: true });
});

test("the TURN server is looked at again and again", async () => {
  await using server = await serveTls();
  using probe = await startProbe("0.0.0.0", server.port);

  await vi.waitFor(async () => expect(await probe.read(untrusted)).toBeGreaterThan(2), { timeout: 10_000 });

  expect(await probe.read("tgcall_turn_certificate_expiry_timestamp_seconds")).toBe(endsAt);
});

test("one that cannot be reached is counted as such, and tried again", async () => {
  using probe = await startProbe("0.0.0.0", await findFreePort());

  await vi.waitFor(async () => expect(await probe.read(unreachable)).toBeGreaterThan(2), { timeout: 10_000 });

  expect(await probe.read("tgcall_turn_certificate_expiry_timestamp_seconds")).toBe(0);
  for (const transport of ["udp", "tcp"])
    await vi.waitFor(async () => expect(await probe.read(questions(transport))).toBeGreaterThan(0), { timeout: 10_000 });
});

test.each([undefined, "localhost", "127.0.0.1"])("there is nothing to look at with TURN_DOMAIN %s", async (domain) => {
  await using server = await serveTls();
  using probe = await startProbe(domain, server.port);
  using other = await startProbe("0.0.0.0", server.port);

  await vi.waitFor(async () => expect(await other.read(untrusted)).toBeGreaterThan(2), { timeout: 10_000 });

  expect(await probe.read(untrusted)).toBe(0);
  expect(await probe.read(unreachable)).toBe(0);
});
