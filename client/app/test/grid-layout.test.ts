import { describe, expect, it } from "vitest";
import { tileSize } from "../src/components/grid-layout";

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
