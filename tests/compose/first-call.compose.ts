import { createApiClient } from "@tgcall/client";
import { expect, test } from "vitest";
import { expectMediaFlows } from "../e2e/support/media.ts";
import { Person } from "../e2e/support/people.ts";
import { ask } from "../infra/support/ask.ts";
import { trusting } from "../infra/support/relayed-people.ts";
import { serviceNames, sharedInstallation } from "./support/installation.ts";

const installation = sharedInstallation();
const { origin, apiKey } = installation;

test("two people call each other; the start page asks for the key once, and no log holds what they were given", async () => {
  await using ada = await Person.open(trusting);
  await using bob = await Person.open(trusting);

  await ada.page.goto(origin);
  await ada.button("Start a call").click();
  await ada.page.getByRole("textbox", { name: "API key" }).fill(apiKey);
  await ada.button("Continue").click();
  const inviteLink = await ada.page.getByRole("textbox", { name: "Invite link" }).inputValue();
  expect(new URL(inviteLink).origin).toBe(origin);
  await bob.follow(inviteLink);
  await ada.enter("Ada");
  await bob.enter("Bob");

  await Promise.all([expectMediaFlows(ada.page), expectMediaFlows(bob.page)]);
  bob.expectNoComplaints();
  // The browser complains of the answer that made the page ask.
  expect(ada.complaints).toEqual([expect.stringContaining("status of 401")]);

  await ada.button("Hang up").click();
  const secondLink = await ada.startCall(origin);
  expect(secondLink).not.toBe(inviteLink);
  expect(ada.complaints).toHaveLength(1);

  const logs = await installation.logs();
  const codes = [inviteLink, secondLink].map((link) => new URLSearchParams(new URL(link).hash.slice(1)).get("code") ?? "");
  const secrets = ["JWT_SECRET", "TURN_SECRET", "REDIS_PASSWORD", "API_KEYS"].map((name) => installation.setting(name));
  expect(logs).toMatch(/"path":"\/ws","status":101/);
  // "eyJ" begins every token and ticket.
  for (const secret of [...codes, ...secrets, "eyJ", "sig="]) expect(logs).not.toContain(secret);
});

test("a call is still there after down and up", async () => {
  const { callId, joinToken } = await createApiClient(origin).create({ initiator_telegram_id: "kept" }, { apiKey });
  const look = () => ask(`${origin}/api/call/${callId}`, { headers: { authorization: `Bearer ${joinToken}` } });
  const before = await look();
  expect(before.status).toBe(200);

  await installation.compose("down");
  expect(await installation.compose("ps", "--all", "--quiet")).toBe("");
  await installation.up();

  expect(await look()).toMatchObject({ status: 200, body: before.body });
});

test("every container is healthy, and comes up by the health of those that it needs", async () => {
  const { services } = JSON.parse(await installation.compose("config", "--format", "json")) as Composition;
  const running = (await installation.compose("ps", "--format", "{{.Service}} {{.Health}}")).trim().split("\n");

  expect(running.toSorted()).toEqual(serviceNames.map((name) => `${name} healthy`).toSorted());
  const needs = Object.entries(services).map(([name, { depends_on = {} }]) => [name, depends_on] as const);
  expect(Object.fromEntries(needs.map(([name, needed]) => [name, Object.keys(needed).toSorted()]))).toEqual({
    nginx: ["api", "signal", "web"],
    api: ["redis"],
    signal: ["redis"],
    web: [],
    redis: [],
    coturn: [],
  });
  for (const { condition } of needs.flatMap(([, needed]) => Object.values(needed))) expect(condition).toBe("service_healthy");
});

interface Composition {
  readonly services: Readonly<Record<string, { readonly depends_on?: Readonly<Record<string, { readonly condition: string }>> }>>;
}
