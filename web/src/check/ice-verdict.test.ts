import { beforeAll, describe, expect, test } from "vitest";
import { speak } from "../texts/t.ts";
import { iceTitle, iceVerdict } from "./ice-verdict.ts";

beforeAll(() => speak("en"));

const [stun, turn] = ["stun:turn.example:3478", "turn:turn.example:3478?transport=udp"];
const nothing = { foundMs: undefined, errorCodes: [], completed: true, untranslated: false };

describe("a server that was tried by itself", () => {
  test("is good when its candidate came, whatever else was refused", () => {
    const verdict = iceVerdict(turn, { ...nothing, foundMs: 41.6, errorCodes: [701] });

    expect(verdict.status).toBe("good");
    expect(verdict.words()).toContain("42 ms");
  });

  test.each([
    [401, "credentials (401)"],
    [486, "(486)"],
    [508, "(508)"],
    [701, "cannot be reached (701)"],
    [777, "error 777"],
  ])("says in words what %d means", (code, words) => {
    const verdict = iceVerdict(turn, { ...nothing, errorCodes: [code] });

    expect(verdict.status).toBe("bad");
    expect(verdict.words()).toContain(words);
  });

  test("names the refusal rather than an address family without a way", () => {
    expect(iceVerdict(turn, { ...nothing, errorCodes: [401, 701] }).words()).toContain("(401)");
  });

  test("is good when nothing on the way changes the address", () => {
    const verdict = iceVerdict(stun, { ...nothing, untranslated: true });

    expect(verdict.status).toBe("good");
    expect(verdict.words()).toContain("nothing on the way");
  });

  test("is worse without relay than without public address", () => {
    expect(iceVerdict(turn, nothing).status).toBe("bad");
    expect(iceVerdict(stun, nothing).status).toBe("warning");
    expect(iceVerdict(stun, { ...nothing, completed: false }).status).toBe("bad");
  });
});

test.each([
  [stun, "STUN · turn.example:3478"],
  [turn, "TURN UDP · turn.example:3478"],
  ["turn:turn.example:3478?transport=tcp", "TURN TCP · turn.example:3478"],
  ["turns:turn.example:5349?transport=tcp", "TURN TLS · turn.example:5349"],
])("%s is named %s", (url, title) => {
  expect(iceTitle(url)).toBe(title);
});
