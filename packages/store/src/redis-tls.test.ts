import { afterAll, describe, expect, test, vi } from "vitest";
import { openRedisStores } from "./stores-redis.ts";
import { makeCertificates } from "./testing/certificates.ts";
import { findFreePort } from "./testing/free-ports.ts";
import { startRedisServer } from "./testing/redis-server.ts";
import { newCall, newPodId } from "./testing/samples.ts";

const certificates = await makeCertificates();
const tlsPort = await findFreePort();
const server = await startRedisServer(
  ...["--bind", "127.0.0.1 127.0.0.2"],
  ...["--tls-port", String(tlsPort), "--tls-auth-clients", "no", "--tls-ca-cert-file", certificates.caFile],
  ...["--tls-cert-file", certificates.certificateFile, "--tls-key-file", certificates.keyFile],
);
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await certificates[Symbol.asyncDispose]();
});

describe("Redis over TLS", () => {
  test.each(["127.0.0.1", "localhost"])("[STO-50] is trusted as %s by the certificate authority that is given", async (host) => {
    const stores = await openRedisStores({ url: `rediss://${host}:${tlsPort}`, tlsCa: certificates.ca, minReplicas: 0 });
    const call = newCall();

    await stores.calls.create(call);
    await stores.bus.open(newPodId(), () => {});

    await expect(stores.calls.read(call.callId)).resolves.toMatchObject({ callId: call.callId });
    expect(stores.health()).toBe("ready");
    await stores.close();
  });

  test.each([
    ["the machine's authorities do not know it", /self-signed certificate|unable to verify/, { url: `rediss://127.0.0.1:${tlsPort}` }],
    ["its certificate is another host's", /does not match/, { url: `rediss://127.0.0.2:${tlsPort}`, tlsCa: certificates.ca }],
  ])("[STO-50] is not trusted when %s", async (_, reason, options) => {
    const onError = vi.fn<(error: Error) => void>();

    const stores = await openRedisStores({ ...options, onError });

    expect(onError.mock.calls[0]?.[0].message).toMatch(reason);
    expect(stores.health()).toBe("connecting");
    await expect(stores.calls.create(newCall())).rejects.toMatchObject({ code: "store_unavailable" });
    await stores.close();
  });
});
