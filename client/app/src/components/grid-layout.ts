export interface TileSize {
  width: number;
  height: number;
}

// Width to height. In a narrower tile a camera picture would lose too much at its sides.
const widest = 16 / 9;
const narrowest = 1.15;

/** The largest equal tiles, `count` of them, that fit into an area with gaps between them. */
export function tileSize(count: number, areaWidth: number, areaHeight: number, gap: number): TileSize {
  let best: TileSize = { width: 0, height: 0 };
  for (let columns = 1; columns <= count; columns++) {
    const rows = Math.ceil(count / columns);
    const tile = shape((areaWidth - gap * (columns - 1)) / columns, (areaHeight - gap * (rows - 1)) / rows);
    if (tile.width * tile.height > best.width * best.height) best = tile;
  }
  return best;
}

/** Whole pixels as a style. */
export function tileStyle({ width, height }: TileSize) {
  return { width: `${width}px`, height: `${height}px` };
}

/** Cuts a cell down to a shape that suits a face: no letterbox, no tower. */
function shape(cellWidth: number, cellHeight: number): TileSize {
  const width = Math.max(0, Math.min(cellWidth, cellHeight * widest));
  const height = Math.max(0, Math.min(cellHeight, width / narrowest));
  return { width: Math.floor(width), height: Math.floor(height) };
}
