import { expect, it } from "vitest";
import { formatDuration, formatFigure } from "../src/state/format";
import { linkTo, topicOf } from "../src/state/route";

it("a time that passed has its two largest units", () => {
  const second = 1_000;
  expect([0, 8, 60, 65, 3_600, 7_260, 273_600].map((each) => formatDuration(each * second))).toEqual([
    "0 s",
    "8 s",
    "1 min",
    "1 min 5 s",
    "1 h",
    "2 h 1 min",
    "3 d 4 h",
  ]);
});

it("a figure that nobody has is said to be none", () => {
  expect(formatFigure("perSecond", null)).toBe("no figure");
  expect(formatFigure("perSecond", 0)).toBe("0/s");
  expect(formatFigure("bytes", 3 * 1024 ** 3)).toBe("3 GiB");
});

it("a topic of any name has an address, and leads back to that name", () => {
  for (const topic of ["tea", "a/b?c#d%", "お茶", "..", "a=b&c"]) expect(topicOf(linkTo(topic))).toBe(topic);
  for (const hash of ["", "#", "#topic=", "#topic=%", "#other"]) expect(topicOf(hash)).toBeNull();
});
