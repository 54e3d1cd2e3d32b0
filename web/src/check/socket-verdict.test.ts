import { beforeAll, expect, test } from "vitest";
import { speak } from "../texts/t.ts";
import { median, socketVerdict } from "./socket-verdict.ts";

beforeAll(() => speak("en"));

test("the median is not moved by one slow round trip", () => {
  expect(median([20, 900, 22])).toBe(22);
  expect(median([20, 30])).toBe(25);
  expect(median([])).toBe(0);
});

test("fast is good, slow wants attention, broken is bad", () => {
  expect(socketVerdict({ roundTripsMs: [20, 30, 40] })).toMatchObject({ status: "good" });
  expect(socketVerdict({ roundTripsMs: [900] })).toMatchObject({ status: "warning" });
  expect(socketVerdict({ broke: "opening" })).toMatchObject({ status: "bad" });
  expect(socketVerdict({ broke: "timeout" }).words()).toContain("8 seconds");
});
