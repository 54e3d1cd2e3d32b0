import { createApiClient } from "@tgcall/client";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { expectMediaFlows, pathsOf } from "../../e2e/support/media.ts";
import { Person } from "../../e2e/support/people.ts";

export type Transport = keyof typeof urlEndings;

const urlEndings = { udp: "transport=udp", tcp: "transport=tcp", tls: "transport=tcp" } as const;

/** The page's connections know the TURN server by this transport alone. */
async function onlyOver(page: Page, transport: Transport): Promise<void> {
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

/** Browsers take what this machine's own certificates say. */
export const trusting = { ignoreHTTPSErrors: true, args: ["--ignore-certificate-errors"] } as const;

const openPerson = async (transport: Transport): Promise<Person> => {
  const person = await Person.open(trusting);
  await onlyOver(person.page, transport);
  return person;
};

/** Two people of a call that must be relayed, who know the relay by one transport alone, see and hear each other over it. */
export async function expectRelayedTalk(origin: string, apiKey: string, transport: Transport): Promise<void> {
  const { joinUrl, inviteUrl } = await createApiClient(origin).create(
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
}
