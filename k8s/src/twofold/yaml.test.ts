import { expect, test } from "vitest";
import { readYaml, writeYaml } from "./yaml.ts";

test("texts that look like something else are texts to Kubernetes", () => {
  const texts = ["yes", "off", "y", "012", "0x1F", "1_000", "12:30:45", "2024-01-01", "1e3", "~", "null", ".inf", "=", "<<", "- a", "a: b"];

  expect(readYaml(writeYaml(texts))).toEqual(texts);
  expect(writeYaml({ a: "yes", b: true })).toBe('a: "yes"\nb: true\n');
});

test("values are read as Helm reads them", () => {
  expect(readYaml("a: yes\nb: 012\nc: 2024-01-01\nd: &x {e: 1}\nf:\n  <<: *x\n  g: 2\n")).toEqual({
    a: true,
    b: 10,
    c: "2024-01-01",
    d: { e: 1 },
    f: { e: 1, g: 2 },
  });
});
