/** How tiles fill a stage. */
export interface Grid {
  readonly columns: number;
  readonly rows: number;
}

const wantedAspect = 4 / 3;

/** The grid whose tiles show the largest picture of 4:3, for `count` tiles on a stage of this size. */
export function bestGrid(count: number, width: number, height: number): Grid {
  let best: Grid = { columns: 1, rows: Math.max(1, count) };
  let bestArea = -1;
  for (let columns = 1; columns <= count; columns++) {
    const rows = Math.ceil(count / columns);
    const shown = Math.min(width / columns, (height / rows) * wantedAspect);
    if (shown > bestArea) {
      best = { columns, rows };
      bestArea = shown;
    }
  }
  return best;
}
