import { test as base, expect } from "vitest";
import { ask } from "./support/ask.ts";
import { startDoor } from "./support/door.ts";
import { startPages } from "./support/pages.ts";
import { type Site, siteContract } from "./support/site-contract.ts";
import { trustedCertificate } from "./support/trusted-certificate.ts";

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

test("pages that peers reach through another host may speak to it", async () => {
  await using pages = await startPages({ CONNECT_SRC: "wss://signal.example.com" });

  const page = await ask(`http://${pages.address}/join`);

  expect(page.headers["content-security-policy"]).toContain("; connect-src 'self' wss://signal.example.com; ");
});
