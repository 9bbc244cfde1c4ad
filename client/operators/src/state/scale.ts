import type { Point, Unit } from "./figures";
import { spanMs } from "./history";

const mebibyte = 1024 ** 2;

/** A round number at or above what is to be shown: the upper end of an axis that begins at 0 and has its half marked. */
export function upperEnd(unit: Unit, most: number): number {
  switch (unit) {
    case "share":
      return [0.1, 0.2, 0.5].find((end) => most <= end) ?? 1;
    case "bytes":
      return mebibyte * roundUp(Math.max(64, most / mebibyte), [1, 2, 4, 8], 16);
    case "count":
      return roundUp(Math.max(4, most), [1, 2, 4, 6, 8], 10);
    default:
      return roundUp(Math.max(1, most), [1, 2, 5], 10);
  }
}

/** The least of `steps` times a power of `base` that is not below the value. */
function roundUp(value: number, steps: readonly number[], base: number): number {
  const power = base ** Math.floor(Math.log(value) / Math.log(base));
  const step = steps.find((each) => each * power >= value);
  return step === undefined ? base * power : step * power;
}

/** An SVG path through a field of 100 by 100, whose right side is `now`. It has a gap where there is no figure. */
export function pathThrough(points: readonly Point[], now: number, upper: number): string {
  let isDrawing = false;
  return points
    .map(({ at, value }) => {
      const command = isDrawing ? "L" : "M";
      isDrawing = value !== null;
      if (value === null) return "";
      return `${command}${place(100 - ((now - at) / spanMs) * 100)} ${place(100 - (value / upper) * 100)}`;
    })
    .join("");
}

function place(position: number): string {
  return String(Math.round(position * 100) / 100);
}
