import { expect, test } from "vitest";
import { lanAddress } from "../../scripts/start/lan.ts";
import { expectMediaFlows } from "./support/media.ts";
import { Person } from "./support/people.ts";
import { startProduct } from "./support/start-product.ts";

test("with --lan the machine's own address serves HTTPS, prints address and QR code, and a phone can be called", async () => {
  await using product = await startProduct({}, ["--lan"], "https");
  const { port } = new URL(product.origin);
  const address = `https://${lanAddress()}:${port}`;
  await using ada = await Person.open({ ignoreHTTPSErrors: true });
  await using phone = await Person.open({ ignoreHTTPSErrors: true, viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });

  const invite = await ada.startCall(address);
  await phone.follow(invite);
  await ada.enter("Ada");
  await phone.enter("Bob");

  expect(product.process.output()).toContain(`TGCall runs at ${address}`);
  expect(product.process.output()).toMatch(/[▀▄█]{10}/);
  expect(invite.startsWith(address)).toBe(true);
  await Promise.all([expectMediaFlows(ada.page), expectMediaFlows(phone.page)]);
});
