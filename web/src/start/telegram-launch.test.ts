import { expect, test } from "vitest";
import { fakeShelf } from "../testing/fake-shelf.ts";
import { telegramLaunch } from "./telegram-launch.ts";

const initData = `user=${encodeURIComponent('{"id":42,"first_name":"Ada"}')}&auth_date=1&hash=aa`;

test("a Mini App's launch is read from the address and remembered for the tab", () => {
  const shelf = fakeShelf();

  expect(telegramLaunch(`#tgWebAppData=${encodeURIComponent(initData)}&tgWebAppVersion=9`, shelf)).toEqual({ initData, userId: "42" });
  expect(telegramLaunch("", shelf)).toEqual({ initData, userId: "42" });
});

test.each(["", "#token=x", "#tgWebAppData=", "#tgWebAppData=user%3Dnonsense", "#tgWebAppData=user%3D%7B%22id%22%3A%22x%22%7D"])(
  "%j is no launch",
  (fragment) => {
    expect(telegramLaunch(fragment, fakeShelf())).toBeUndefined();
  },
);
