import { describe, expect, it } from "vitest";
import { gallery, type Place, spotlight, tileSize } from "../src/components/grid-layout";

describe("the video grid", () => {
  it("puts two people side by side on a wide screen and one above the other on a phone", () => {
    expect(tileSize(2, 1400, 700, 12).width).toBe(694);
    expect(tileSize(2, 366, 660, 12)).toEqual({ width: 366, height: 318 });
  });

  it("fits everyone in, whatever the number", () => {
    for (let count = 1; count <= 64; count++) {
      const { width, height } = tileSize(count, 1000, 600, 12);
      const columns = Math.floor((1000 + 12) / (width + 12));
      const rows = Math.ceil(count / columns);
      expect(rows * (height + 12) - 12).toBeLessThanOrEqual(600);
    }
  });
});

const areas = [
  { width: 1400, height: 700 },
  { width: 1000, height: 600 },
  { width: 366, height: 660 },
  { width: 366, height: 250 },
];

/** Whether every tile lies within the area, and none over another. */
function areApart(places: Place[], area: { width: number; height: number }): boolean {
  return places.every(({ left, top, width, height }, index) => {
    const isInside = left >= 0 && top >= 0 && left + width <= area.width && top + height <= area.height;
    const isApart = (other: Place) =>
      left + width <= other.left ||
      other.left + other.width <= left ||
      top + height <= other.top ||
      other.top + other.height <= top;
    return isInside && width > 0 && height > 0 && places.slice(index + 1).every(isApart);
  });
}

describe("the places of the tiles", () => {
  it("lie within the stage and apart, in a gallery and around a large one", () => {
    for (const area of areas) {
      for (let count = 2; count <= 20; count++) {
        expect(areApart(gallery(count, area, 12), area), `${count}`).toBe(true);
        expect(areApart(spotlight(count, count - 1, area, 12), area), `${count}`).toBe(true);
      }
    }
  });

  it("leave the large one most of the stage, wherever it is among the others", () => {
    for (const area of areas) {
      for (const featured of [0, 2, 4]) {
        const sizes = spotlight(5, featured, area, 12).map(({ width, height }) => width * height);
        const [large = 0] = sizes.splice(featured, 1);
        for (const small of sizes) expect(large).toBeGreaterThan(3 * small);
      }
    }
  });

  it("put a row that is not full in the middle", () => {
    const places = gallery(3, { width: 1000, height: 700 }, 12);
    const last = places[2] as Place;
    expect(last.left + last.width / 2).toBeCloseTo(500, -1);
  });
});
