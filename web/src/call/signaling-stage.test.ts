import { describe, expect, test } from "vitest";
import { signalingStage, untilChoice } from "./signaling-stage.ts";

describe("while the service is away", () => {
  test("a hint comes at once and a choice after 8 s", () => {
    const view = { phase: "reconnecting", phaseSince: 1_000 } as const;

    expect(signalingStage(view, 1_000)).toBe("hint");
    expect(untilChoice(view, 1_000)).toBe(8_000);
    expect(signalingStage(view, 8_999)).toBe("hint");
    expect(signalingStage(view, 9_000)).toBe("choice");
    expect(untilChoice(view, 9_000)).toBeUndefined();
  });

  test("joining is patient too, without a hint", () => {
    const view = { phase: "joining", phaseSince: 0 } as const;

    expect(signalingStage(view, 0)).toBe("fine");
    expect(signalingStage(view, 8_000)).toBe("choice");
  });

  test.each(["connected", "ended"] as const)("nothing is said when %s", (phase) => {
    expect(signalingStage({ phase, phaseSince: 0 }, 60_000)).toBe("fine");
    expect(untilChoice({ phase, phaseSince: 0 }, 0)).toBeUndefined();
  });
});
