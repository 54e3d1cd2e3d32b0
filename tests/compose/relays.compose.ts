import { createApiClient } from "@tgcall/client";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { Network } from "../chaos/support/network.ts";
import { expectMediaFlows, pathsOf } from "../e2e/support/media.ts";
import { Person } from "../e2e/support/people.ts";
import { expectRelayedTalk, trusting } from "../infra/support/relayed-people.ts";
import { sharedInstallation } from "./support/installation.ts";

const { origin, apiKey } = sharedInstallation();

test.for(["udp", "tcp", "tls"] as const)("two people who may only be relayed see and hear each other over %s", async (transport) => {
  await expectRelayedTalk(origin, apiKey, transport);
});

test("who is where UDP is blocked is in an ordinary call within 10 s", async () => {
  const { joinUrl, inviteUrl } = await createApiClient(origin).create({ initiator_telegram_id: "blocked" }, { apiKey });
  using network = new Network();
  network.blockUdp();
  await using ada = await Person.open({ ...trusting, inside: network.inside });
  await using bob = await Person.open(trusting);
  await ada.follow(joinUrl);
  await bob.follow(inviteUrl);
  await ada.enter("Ada");

  const enteredAtMs = Date.now();
  await bob.enter("Bob");
  await expect.poll(async () => [await isConnected(ada.page), await isConnected(bob.page)], { timeout: 30_000 }).toEqual([true, true]);
  const tookMs = Date.now() - enteredAtMs;

  await Promise.all([expectMediaFlows(ada.page), expectMediaFlows(bob.page)]);
  console.log(`with UDP blocked, connected after ${tookMs} ms`);
  expect(tookMs).toBeLessThan(10_000);
  expect(await pathsOf(ada.page)).toEqual([expect.stringMatching(/^relay (tcp|tls)$/)]);
});

const isConnected = (page: Page): Promise<boolean> =>
  page.evaluate(() => window.tgcallTestConnections.some(({ connectionState }) => connectionState === "connected"));
