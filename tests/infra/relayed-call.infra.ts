import { createApiClient } from "@tgcall/client";
import type { Page } from "playwright-core";
import { test as base, expect } from "vitest";
import { expectMediaFlows, pathsOf } from "../e2e/support/media.ts";
import { Person } from "../e2e/support/people.ts";
import { apiKey, type Installation, startInstallation } from "./support/installation.ts";
import { startPages } from "./support/pages.ts";
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

const urlEndings = { udp: "transport=udp", tcp: "transport=tcp", tls: "transport=tcp" } as const;

/** The page's connections know the TURN server by this transport alone. */
async function onlyOver(page: Page, transport: keyof typeof urlEndings): Promise<void> {
  await page.addInitScript(
    ({ scheme, ending }) => {
      const keep = (configuration: RTCConfiguration = {}): RTCConfiguration => ({
        ...configuration,
        iceServers: (configuration.iceServers ?? [])
          .map((server) => ({ ...server, urls: [server.urls].flat().filter((url) => url.startsWith(scheme) && url.endsWith(ending)) }))
          .filter(({ urls }) => urls.length > 0),
      });
      window.RTCPeerConnection = class extends window.RTCPeerConnection {
        constructor(configuration?: RTCConfiguration) {
          super(keep(configuration));
        }
        override setConfiguration(configuration?: RTCConfiguration): void {
          super.setConfiguration(keep(configuration));
        }
      };
    },
    { scheme: transport === "tls" ? "turns:" : "turn:", ending: urlEndings[transport] },
  );
}

const openPerson = async (transport: keyof typeof urlEndings): Promise<Person> => {
  const person = await Person.open({ ignoreHTTPSErrors: true, args: ["--ignore-certificate-errors"] });
  await onlyOver(person.page, transport);
  return person;
};

test.for(["udp", "tcp", "tls"] as const)(
  "two people who may only be relayed see and hear each other over %s",
  async (transport, { installation }) => {
    const { joinUrl, inviteUrl } = await createApiClient(installation.origin).create(
      { initiator_telegram_id: `relayed-${transport}`, relay_only: true },
      { apiKey },
    );
    await using ada = await openPerson(transport);
    await using bob = await openPerson(transport);

    await ada.follow(joinUrl);
    await bob.follow(inviteUrl);
    await ada.enter("Ada");
    await bob.enter("Bob");

    await Promise.all([expectMediaFlows(ada.page), expectMediaFlows(bob.page)]);
    expect(await pathsOf(ada.page)).toEqual([`relay ${transport}`]);
    expect(await pathsOf(bob.page)).toEqual([`relay ${transport}`]);
    for (const person of [ada, bob]) person.expectNoComplaints();
  },
);
