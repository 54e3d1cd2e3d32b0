import { expect, test } from "vitest";
import { expectAccessible } from "./support/accessible.ts";
import { Person } from "./support/people.ts";
import { startProduct } from "./support/start-product.ts";

test("the check page tries everything, says so in words, and copies a report without secrets", async () => {
  await using product = await startProduct({ TURN_DOMAIN: "127.0.0.1", TURN_UDP_PORT: "9" });
  await using person = await Person.open({ permissions: ["camera", "microphone", "clipboard-read", "clipboard-write"] });
  const grants: string[] = [];
  person.page.on("response", async (response) => {
    if (response.url().endsWith("/api/check")) grants.push(await response.text());
  });

  await person.page.goto(`${product.origin}/check`);
  await person.sees(person.button("Run again"), 40_000);

  for (const words of [
    "works, with a picture of",
    "The service answers.",
    "Connected; a message takes",
    "TURN UDP · 127.0.0.1:9",
    "No answer within 8 seconds.",
  ]) {
    await person.sees(person.page.getByText(words));
  }
  await expectAccessible(person.page, "check");
  await person.button("Copy report").click();
  const report = await person.page.evaluate(() => navigator.clipboard.readText());
  expect(report).toContain("Signaling");
  const { sig, iceServers } = JSON.parse(grants[0] ?? "{}");
  const secrets = [sig, ...iceServers.flatMap(({ username, credential }: Record<string, string>) => [username, credential])].filter(
    Boolean,
  );
  expect(secrets.length).toBeGreaterThan(1);
  for (const secret of secrets) expect(report).not.toContain(secret);
});
