/** How tiles fill a stage. */
export interface Grid {
  readonly columns: number;
  readonly rows: number;
}

const wantedAspect = 4 / 3;
/** How much smaller a picture may be to spare an empty place in the last row. */
const emptyPlaceCost = 0.03;

/** The grid whose tiles show the largest picture of 4:3, for `count` tiles on a stage of this size. */
export function bestGrid(count: number, width: number, height: number): Grid {
  let best: Grid = { columns: 1, rows: Math.max(1, count) };
  let bestWorth = -1;
  for (let columns = 1; columns <= count; columns++) {
    const rows = Math.ceil(count / columns);
    const shownWidth = Math.min(width / columns, (height / rows) * wantedAspect);
    const worth = shownWidth * (1 - emptyPlaceCost * (columns * rows - count));
    if (worth > bestWorth) {
      best = { columns, rows };
      bestWorth = worth;
    }
  }
  return best;
}
