import { createHmac } from "node:crypto";
import { createTokens } from "@tgcall/auth";
import { createApiClient } from "@tgcall/client";
import type { CallId } from "@tgcall/protocol";
import { tokenSettings } from "@tgcall/runtime";
import { describe, expect, test } from "vitest";
import { expectAccessible } from "./support/accessible.ts";
import { Person } from "./support/people.ts";
import { startProduct } from "./support/start-product.ts";

const createCall = (apiOrigin: string) => createApiClient(apiOrigin).create({ initiator_telegram_id: "e2e" });

describe("every way into a call", () => {
  test("the start page takes a code as typed, a join token, and both kinds of link", async () => {
    await using product = await startProduct();
    await using guest = await Person.open();
    const ways = [
      async () => (await createCall(product.apiOrigin)).code.toLowerCase().replace(/^(....)/, "$1 "),
      async () => (await createCall(product.apiOrigin)).joinToken,
      async () => (await createCall(product.apiOrigin)).joinUrl,
      async () => (await createCall(product.apiOrigin)).inviteUrl,
    ];
    await guest.page.goto(product.origin);
    await expectAccessible(guest.page, "start page");

    for (const way of ways) {
      await guest.page.goto(product.origin);
      await guest.page.getByRole("textbox", { name: "Enter a code or a link" }).fill(await way());
      await guest.button("Join").click();
      await guest.sees(guest.button("Join the call"));
      expect(guest.page.url()).toBe(`${product.origin}/join`);
    }
    await expectAccessible(guest.page, "lobby");
    guest.expectNoComplaints();
  });

  test("a mistyped entry gets words and loses nothing", async () => {
    await using product = await startProduct();
    await using guest = await Person.open();
    await guest.page.goto(product.origin);
    const field = guest.page.getByRole("textbox", { name: "Enter a code or a link" });

    await field.fill("no code at all");
    await guest.button("Join").click();

    await guest.sees(guest.page.getByRole("alert"));
    expect(await field.inputValue()).toBe("no code at all");
    await expectAccessible(guest.page, "start page with a mistake");
  });

  test("an invite link leaves no secret in the address or the history, and a reload of the lobby needs it no more", async () => {
    await using product = await startProduct();
    await using guest = await Person.open();
    const { inviteUrl } = await createCall(product.apiOrigin);

    await guest.follow(inviteUrl);
    await guest.page.reload();

    await guest.sees(guest.button("Join the call"));
    expect(guest.page.url()).toBe(`${product.origin}/join`);
    expect(await guest.page.evaluate(() => history.length)).toBeLessThanOrEqual(3);
    await guest.page.goBack();
    expect(guest.page.url()).not.toContain("#");
  });
});

test("inside Telegram a Mini App starts calls for the user whom Telegram has signed", async () => {
  const botToken = "7342037359:a-bot-token-for-tests";
  await using product = await startProduct({ CREATE_AUTH: "telegram", TELEGRAM_BOT_TOKEN: botToken });
  await using person = await Person.open();
  const fields = { auth_date: String(Math.floor(Date.now() / 1000)), query_id: "AAE", user: '{"id":42,"first_name":"Ada"}' };
  const checked = Object.entries(fields).map(([name, value]) => `${name}=${value}`);
  const key = createHmac("sha256", "WebAppData").update(botToken).digest();
  const hash = createHmac("sha256", key).update(checked.join("\n")).digest("hex");

  await person.page.goto(product.origin);
  await person.button("Start a call").click();
  await person.sees(person.page.getByRole("alert").or(person.page.getByRole("dialog")));
  await person.page.goto("about:blank");
  await person.page.goto(`${product.origin}/#tgWebAppData=${encodeURIComponent(String(new URLSearchParams({ ...fields, hash })))}`);
  await person.button("Start a call").click();

  await person.sees(person.button("Join the call"));
});

describe("a clear screen for every call that cannot be joined", () => {
  const call = "c".repeat(20) as CallId;
  const tokens = createTokens({ secret: tokenSettings.JWT_SECRET.fallback ?? "" });

  test("full, ended, removed, expired, unknown and wrong links each say what happened and offer a way on", async () => {
    await using product = await startProduct();
    const api = createApiClient(product.apiOrigin);
    await using ada = await Person.open();
    await using guest = await Person.open();
    const showsFor = async (link: string, heading: string): Promise<void> => {
      await guest.page.goto("about:blank");
      await guest.page.goto(link);
      await guest.sees(guest.heading(heading));
      await expectAccessible(guest.page, heading);
    };
    const full = await createApiClient(product.apiOrigin).create({ initiator_telegram_id: "e2e" });
    const second = await api.resolve(full.code);
    const third = await api.invite(full.callId, full.joinToken);
    await ada.follow(full.joinUrl);
    await ada.enter("Ada");
    await using bob = await Person.open();
    await bob.follow(second.joinUrl);
    await bob.enter("Bob");
    await ada.sees(ada.tile("Bob"));

    await showsFor(third.inviteUrl, "The call is full");
    await showsFor(second.joinUrl.slice(0, -3), "This link is not valid");
    await showsFor(full.inviteUrl, "This code does not work");
    const expired = await tokens.signJoinToken({
      callId: call,
      role: "participant",
      expiresAtMs: Date.now() - 60_000,
      issuedAtMs: Date.now() - 120_000,
    });
    await showsFor(`${product.origin}/join#token=${expired}`, "This link has expired");
    const unknown = await tokens.signJoinToken({ callId: call, role: "participant", expiresAtMs: Date.now() + 60_000 });
    await showsFor(`${product.origin}/join#token=${unknown}`, "There is no such call");
    await guest.page.evaluate(() => sessionStorage.clear());
    await showsFor(`${product.origin}/join`, "Which call?");

    await api.end(full.callId, full.joinToken);
    await Promise.all([ada.sees(ada.heading("The call has ended")), bob.sees(bob.heading("The call has ended"))]);
    await showsFor(second.joinUrl, "The call has ended");
  });

  test("who is removed, and who opened the call elsewhere, is told so", async () => {
    await using product = await startProduct();
    const api = createApiClient(product.apiOrigin);
    const created = await createCall(product.apiOrigin);
    const { joinUrl } = await api.resolve(created.code);
    await using ada = await Person.open();
    await ada.follow(created.joinUrl);
    await ada.enter("Ada");
    await using bob = await Person.open();
    await bob.follow(joinUrl);
    await bob.enter("Bob");
    await ada.sees(ada.tile("Bob"));

    await using bobsPhone = await Person.open();
    await bobsPhone.follow(joinUrl);
    await bobsPhone.enter("Bob");
    await bob.sees(bob.heading("The call was opened in another tab"));
    await expectAccessible(bob.page, "replaced");

    await ada.sees(ada.tile("Bob"));
    await ada.button("Actions for Bob").click();
    await ada.button("Remove Bob from the call").click();
    await ada.page.getByRole("button", { name: "Remove", exact: true }).click();
    await bobsPhone.sees(bobsPhone.heading("You were removed from the call"));
    await expectAccessible(bobsPhone.page, "removed");
    await ada.sees(ada.page.getByText("Bob was removed"));
  });
});
