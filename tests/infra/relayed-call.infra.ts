import { test as base } from "vitest";
import { apiKey, type Installation, startInstallation } from "./support/installation.ts";
import { startPages } from "./support/pages.ts";
import { expectRelayedTalk } from "./support/relayed-people.ts";
import { startTurnServer } from "./support/turn-server.ts";

/** The whole product, with a relay of its own. */
const test = base.extend<{ installation: Installation }>({
  installation: [
    // biome-ignore lint/correctness/noEmptyPattern: Vitest reads from the pattern what a fixture needs.
    async ({}, use) => {
      await using turn = await startTurnServer();
      await using pages = await startPages();
      const env = { TURN_DOMAIN: turn.relays[0], TURN_UDP_PORT: `${turn.place.port}`, TURN_TLS_PORT: `${turn.tlsPort}` };
      await using installation = await startInstallation({ apis: 1, signals: 1, web: [pages.address], env });
      await use(installation);
    },
    { scope: "file" },
  ],
});

test.for(["udp", "tcp", "tls"] as const)(
  "two people who may only be relayed see and hear each other over %s",
  async (transport, { installation }) => {
    await expectRelayedTalk(installation.origin, apiKey, transport);
  },
);
