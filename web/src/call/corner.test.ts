import { expect, test } from "vitest";
import { type Corner, nearestCorner, nextCorner } from "./corner.ts";

test("four steps lead around", () => {
  let corner: Corner = "bottom-right";
  const seen = new Set<Corner>();
  for (let step = 0; step < 4; step++) {
    corner = nextCorner(corner);
    seen.add(corner);
  }

  expect(seen.size).toBe(4);
  expect(corner).toBe("bottom-right");
});

test("a picture that is let go falls into the nearest corner", () => {
  expect(nearestCorner(0.2, 0.9)).toBe("bottom-left");
  expect(nearestCorner(0.8, 0.1)).toBe("top-right");
});
