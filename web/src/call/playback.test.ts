import { expect, test } from "vitest";
import { Playback } from "./playback.ts";

const refuse = (name: string) => ({ play: () => Promise.reject(new DOMException("refused", name)) });

test("a browser that wants a tap is heard after one", async () => {
  const playback = new Playback();
  let tapped = false;
  playback.add({ play: () => (tapped ? Promise.resolve() : Promise.reject(new DOMException("wait", "NotAllowedError"))) });
  await expect.poll(() => playback.blocked.value).toBe(true);

  tapped = true;
  await playback.unlock();

  expect(playback.blocked.value).toBe(false);
});

test("an element that leaves while it starts asks for nothing", async () => {
  const playback = new Playback();
  playback.add(refuse("NotAllowedError"))();
  playback.add(refuse("AbortError"));

  await playback.unlock();

  expect(playback.blocked.value).toBe(false);
});

test("when the last sound goes there is nothing to tap for", async () => {
  const playback = new Playback();
  const remove = playback.add(refuse("NotAllowedError"));
  await expect.poll(() => playback.blocked.value).toBe(true);

  remove();

  expect(playback.blocked.value).toBe(false);
});
