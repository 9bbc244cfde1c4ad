export interface TileSize {
  width: number;
  height: number;
}

/** Where a tile lies in its area, in whole pixels. */
export interface Place extends TileSize {
  left: number;
  top: number;
}

// Width to height. In a narrower tile a camera picture would lose too much at its sides; a large one may lose more.
const widest = 16 / 9;
const narrowest = 1.15;
const narrowestLarge = 0.75;

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

/** Everyone equally large, in centred rows. */
export function gallery(count: number, area: TileSize, gap: number): Place[] {
  const { width, height } = tileSize(count, area.width, area.height, gap);
  const columns = Math.max(1, Math.min(count, Math.floor((area.width + gap) / (width + gap))));
  const rows = Math.ceil(count / columns);
  return Array.from({ length: count }, (_, index) => {
    const row = Math.floor(index / columns);
    const inRow = Math.min(columns, count - row * columns);
    return {
      left: start(area.width, inRow, width, gap) + (index - row * columns) * (width + gap),
      top: start(area.height, rows, height, gap) + row * (height + gap),
      width,
      height,
    };
  });
}

/** One tile large and the others in a strip below or beside it, whichever leaves the one more room. */
export function spotlight(count: number, featured: number, area: TileSize, gap: number): Place[] {
  const others = count - 1;
  const low = clamp(area.height * 0.22, 72, 168);
  const slim = clamp(area.width * 0.2, 96, 256);
  const above = { width: area.width, height: area.height - low - gap };
  const beside = { width: area.width - slim - gap, height: area.height };
  const isBelow = surface(above) >= surface(beside);
  const stage = isBelow ? above : beside;
  const strip = isBelow ? { ...area, height: low } : { ...area, width: slim };

  const places = gallery(others, strip, gap).map((place) => ({
    ...place,
    left: place.left + (isBelow ? 0 : stage.width + gap),
    top: place.top + (isBelow ? stage.height + gap : 0),
  }));
  places.splice(featured, 0, centred(shape(stage.width, stage.height, narrowestLarge), stage));
  return places.map(inWholePixels);
}

/** As a style. */
export function tileStyle({ left, top, width, height }: Place) {
  return { left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` };
}

/** Cuts a cell down to a shape that suits a face: no letterbox, no tower. */
function shape(cellWidth: number, cellHeight: number, least = narrowest): TileSize {
  const width = Math.max(0, Math.min(cellWidth, cellHeight * widest));
  const height = Math.max(0, Math.min(cellHeight, width / least));
  return { width: Math.floor(width), height: Math.floor(height) };
}

function centred({ width, height }: TileSize, area: TileSize): Place {
  return { left: (area.width - width) / 2, top: (area.height - height) / 2, width, height };
}

/** Where a row of equal things begins that is centred in a length. */
function start(length: number, count: number, size: number, gap: number): number {
  return Math.floor((length - count * size - (count - 1) * gap) / 2);
}

function surface({ width, height }: TileSize): number {
  const tile = shape(width, height, narrowestLarge);
  return tile.width * tile.height;
}

function inWholePixels({ left, top, width, height }: Place): Place {
  return { left: Math.floor(left), top: Math.floor(top), width, height };
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
