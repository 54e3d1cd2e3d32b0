import { test as base, expect } from "vitest";
import { ask } from "./support/ask.ts";
import { startDoor } from "./support/door.ts";
import { startPages } from "./support/pages.ts";
import { type Site, siteContract } from "./support/site-contract.ts";
import { trustedCertificate } from "./support/trusted-certificate.ts";
import { startUpstream } from "./support/upstream.ts";

/** The pages behind the door, without any service. */
const test = base.extend<{ site: Site }>({
  site: [
    // biome-ignore lint/correctness/noEmptyPattern: Vitest reads from the pattern what a fixture needs.
    async ({}, use) => {
      using certificate = await trustedCertificate();
      await using pages = await startPages();
      const nobody = ["127.0.0.1:9"];
      await using door = await startDoor({ api: nobody, signal: nobody, web: [pages.address], ...certificate });
      await use({ origin: door.origin, httpPort: door.httpPort });
    },
    { scope: "file" },
  ],
});

siteContract(test);

test("in development /api is answered at the pages' own origin, by the api", async () => {
  await using api = await startUpstream((_, response) => response.end("the api"));
  await using pages = await startPages({ API_UPSTREAM: `http://${api.address}` });
  await using alone = await startPages();

  expect((await ask(`http://${pages.address}/api/healthz`)).body).toBe("the api");
  expect(api.asked).toEqual(["/api/healthz"]);
  expect((await ask(`http://${alone.address}/api/healthz`)).status).toBe(404);
});

test("pages that peers reach through another host may speak to it", async () => {
  await using pages = await startPages({ CONNECT_SRC: "wss://signal.example.com" });

  const page = await ask(`http://${pages.address}/join`);

  expect(page.headers["content-security-policy"]).toContain("; connect-src 'self' wss://signal.example.com; ");
});
