/** Where the own picture floats. */
export type Corner = "top-left" | "top-right" | "bottom-right" | "bottom-left";

const clockwise: readonly Corner[] = ["top-left", "top-right", "bottom-right", "bottom-left"];

/** The corner after this one, clockwise. */
export const nextCorner = (corner: Corner): Corner => clockwise[(clockwise.indexOf(corner) + 1) % clockwise.length] ?? "top-left";

/** The corner that a point of the stage is nearest to; both as shares of the stage, 0 to 1. */
export const nearestCorner = (x: number, y: number): Corner => `${y < 0.5 ? "top" : "bottom"}-${x < 0.5 ? "left" : "right"}`;
