import { createApiClient } from "@tgcall/client";
import { expect, test } from "vitest";
import type { Figures } from "../chaos/support/figures.ts";
import { expectMediaFlows, pathsOf } from "../e2e/support/media.ts";
import type { Person } from "../e2e/support/people.ts";
import { theInstallation } from "./support/installation.ts";
import { kubectl, untilNothing } from "./support/kubectl.ts";
import { metricOf, totalOf } from "./support/metrics.ts";
import { shown } from "./support/shown.ts";
import { Traffic } from "./support/traffic.ts";
import { openVisitor } from "./support/visitors.ts";

const installation = theInstallation();
const { namespace, origin, turnDomain } = installation;
const show = (title: string, run: (figures: Figures) => Promise<void>): void => test(title, () => shown(title, run));

/** From the link into the call and to the first picture of the other. */
async function timeToMedia(person: Person, link: string, name: string, other: string): Promise<number> {
  const startedAtMs = Date.now();
  await person.follow(link);
  await person.enter(name);
  const video = person.tile(other).locator("video");
  await person.sees(video);
  await expect
    .poll(() => video.evaluate((element) => element instanceof HTMLVideoElement && element.currentTime > 0), {
      timeout: 20_000,
      interval: 50,
    })
    .toBe(true);
  return Date.now() - startedAtMs;
}

show("two browsers that trust the certificate call each other through the ingress", async (figures) => {
  await using ada = await openVisitor(installation);
  await using bob = await openVisitor(installation);
  const link = await ada.startCall(origin);
  await ada.enter("Ada");

  figures.ms("join page to media", await timeToMedia(bob, link, "Bob", "Ada"), 5_000);

  await Promise.all([expectMediaFlows(ada.page), expectMediaFlows(bob.page)]);
  await ada.toggle("Microphone").click();
  await bob.sees(bob.tile("Ada").getByRole("img", { name: "Microphone off" }));
  await bob.button("Hang up").click();
  await ada.sees(ada.page.getByText("Bob left"));
  for (const person of [ada, bob]) person.expectNoComplaints();
});

show("two browsers that may only be relayed call each other through coturn on the node", async (figures) => {
  const { joinUrl, inviteUrl } = await createApiClient(origin).create({ initiator_telegram_id: "relayed", relay_only: true });
  await using ada = await openVisitor(installation);
  await using bob = await openVisitor(installation);
  await ada.follow(joinUrl);
  await ada.enter("Ada");

  figures.ms("join page to media", await timeToMedia(bob, inviteUrl, "Bob", "Ada"), 5_000);

  await Promise.all([expectMediaFlows(ada.page), expectMediaFlows(bob.page)]);
  for (const { page } of [ada, bob]) expect(await pathsOf(page)).toEqual([expect.stringMatching(/^relay (udp|tcp|tls)$/)]);
});

show("every row of the check page is green, relays by UDP, TCP and TLS among them", async (figures) => {
  await using person = await openVisitor(installation);
  await person.page.goto(`${origin}/check`);
  await person.sees(person.button("Run again"), 60_000);
  await untilNothing(
    async () => ((await person.page.locator(".check-row.running, .check-row.waiting").count()) === 0 ? "" : "running"),
    60_000,
  );

  const rows = person.page.locator(".check-row");
  const states = await rows.evaluateAll((found) => found.map(({ className, textContent }) => `${className} ${textContent}`));
  expect(states.filter((state) => !state.startsWith("check-row good"))).toEqual([]);
  for (const kind of ["TURN UDP", "TURN TCP", "TURN TLS"]) expect(states.join("\n")).toContain(`${kind} · ${turnDomain}`);
  figures.count("green rows", states.length, { atLeast: 8 });
});

show("the peers of a call share one of three signal pods; without the annotation they do not, and nobody notices", async (figures) => {
  const hash = "nginx.ingress.kubernetes.io/upstream-hash-by";
  const annotate = (change: string): Promise<string> =>
    kubectl(["annotate", "ingress", "tgcall-signal", "--namespace", namespace, "--overwrite", change]);
  const calls = 20;
  const rooms = async (): Promise<number> => totalOf(await metricOf(namespace, "signal", "tgcall_signal_rooms"));
  figures.count("signal pods", (await metricOf(namespace, "signal", "tgcall_signal_rooms")).size, { atLeast: 3, atMost: 3 });

  {
    await using traffic = await Traffic.start(installation, { calls, browserCalls: 0 });
    figures.count("rooms of 20 calls, with the annotation", await rooms(), { atLeast: calls, atMost: calls });
    await traffic.during(figures, async () => undefined);
  }
  await annotate(`${hash}-`);
  try {
    await using traffic = await Traffic.start(installation, { calls, browserCalls: 0 });
    figures.count("rooms of 20 calls, without", await rooms(), { atLeast: calls + 1 });
    await traffic.during(figures, async () => undefined);
  } finally {
    await annotate(`${hash}=$arg_callId`);
  }
});
