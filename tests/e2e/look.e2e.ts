import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { env } from "node:process";
import type { Locator } from "playwright-core";
import { expect, test } from "vitest";
import { expectMediaFlows } from "./support/media.ts";
import { Person, talk } from "./support/people.ts";
import { root } from "./support/start-process.ts";
import { startProduct } from "./support/start-product.ts";

const narrow = { width: 320, height: 640 };

/** Nothing is cut off and nothing makes the page scroll sideways (WCAG 2.2, 1.4.10). */
const overflow = (person: Person): Promise<number> =>
  person.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

test("every screen fits 320 pixels, in English and in Russian", async () => {
  await using product = await startProduct();
  for (const locale of ["en-US", "ru-RU"]) {
    await using person = await Person.open({ viewport: narrow, locale });
    const isRussian = locale === "ru-RU";
    await person.page.goto(product.origin);
    await person.sees(person.button(isRussian ? "Начать звонок" : "Start a call"));
    expect(await overflow(person)).toBeLessThanOrEqual(0);
    await person.button(isRussian ? "Начать звонок" : "Start a call").click();
    // The start page has a button of that kind too.
    await person.page.waitForURL(/\/join/);
    const enter = person.button(isRussian ? /^Войти|^Присоединиться/ : "Join the call");
    await person.sees(enter);
    expect(await overflow(person)).toBeLessThanOrEqual(0);
    await enter.click();
    await person.sees(person.page.locator("footer"));
    expect(await overflow(person)).toBeLessThanOrEqual(0);
    await person.page.goto(`${product.origin}/check`);
    await person.sees(person.page.getByRole("heading"));
    expect(await overflow(person)).toBeLessThanOrEqual(0);
    expect(await person.page.locator("html").getAttribute("lang")).toBe(locale.slice(0, 2));
  }
});

test("a keyboard is enough for a whole call", async () => {
  await using product = await startProduct();
  await using person = await Person.open();
  const tabTo = async (target: Locator): Promise<void> => {
    const isFocused = (): Promise<boolean> => target.evaluate((element) => element === document.activeElement);
    await target.waitFor();
    for (let steps = 0; steps < 40 && !(await isFocused()); steps += 1) await person.page.keyboard.press("Tab");
    expect(await isFocused()).toBe(true);
    await person.page.keyboard.press("Enter");
  };
  await person.page.goto(product.origin);

  await tabTo(person.button("Start a call"));
  await tabTo(person.button("Join the call"));
  await person.sees(person.button("Hang up"));
  await person.page.keyboard.press("m");
  await expect.poll(() => person.toggle("Microphone").getAttribute("aria-checked")).toBe("false");
  await tabTo(person.button("Hang up"));

  await person.sees(person.heading("You left the call"));
});

test("the pictures of the README are of this product", async () => {
  await using product = await startProduct();
  await using call = await talk(product.origin);
  await Promise.all([expectMediaFlows(call.ada.page), expectMediaFlows(call.bob.page)]);

  const folder = join(root, env["UPDATE_PICTURES"] === "1" ? "docs/images" : "artifacts");
  await mkdir(folder, { recursive: true });
  const picture = await call.ada.page.screenshot({ path: join(folder, "call.png") });

  expect(picture.length).toBeGreaterThan(10_000);
});
