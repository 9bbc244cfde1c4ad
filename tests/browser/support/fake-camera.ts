import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const width = 320;
const height = 180;
const frames = 40;

/** A colour as cameras write it: brightness, and how blue and how red it is. */
type Colour = readonly [y: number, blue: number, red: number];

const skin: Colour = [175, 112, 150];
const backgrounds = { teal: [96, 136, 100], coral: [130, 112, 168] } as const satisfies Record<
  string,
  Colour
>;

export type Background = keyof typeof backgrounds;

/**
 * A film for Chromium's fake camera (YUV4MPEG2): someone swaying before a plain wall, whose colour tells who it is.
 * Returns the file's path.
 */
export function filmFor(background: Background): string {
  const wall = backgrounds[background];
  const film: Buffer<ArrayBuffer>[] = [Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420\n`)];
  for (let frame = 0; frame < frames; frame++) {
    const sway = Math.sin((frame / frames) * 2 * Math.PI) * 14;
    const paint = (x: number, y: number): Colour => {
      if (isWithin(x, y, width / 2 + sway, 72, 24, 30)) return skin;
      if (isWithin(x, y, width / 2 + sway * 0.6, 180, 58, 70)) return [wall[0] * 0.45, wall[1], wall[2]];
      return [wall[0] + (60 * (height - y)) / height, wall[1], wall[2]];
    };
    film.push(Buffer.from("FRAME\n"), plane(1, 0, paint), plane(2, 1, paint), plane(2, 2, paint));
  }
  const path = join(tmpdir(), `rtchub-${background}-${process.pid}.y4m`);
  writeFileSync(path, Buffer.concat(film));
  return path;
}

/** One of a frame's three planes, sampled at every `step`th point. */
function plane(
  step: number,
  component: 0 | 1 | 2,
  paint: (x: number, y: number) => Colour,
): Buffer<ArrayBuffer> {
  const bytes = Buffer.alloc((width / step) * (height / step));
  let at = 0;
  for (let y = 0; y < height; y += step)
    for (let x = 0; x < width; x += step) bytes[at++] = paint(x, y)[component];
  return bytes;
}

function isWithin(
  x: number,
  y: number,
  centreX: number,
  centreY: number,
  radiusX: number,
  radiusY: number,
): boolean {
  return ((x - centreX) / radiusX) ** 2 + ((y - centreY) / radiusY) ** 2 <= 1;
}
