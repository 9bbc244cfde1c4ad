import { describe, expect, it } from "vitest";
import type { NodeStatus } from "../src/api/shapes";
import { figures, pointsOf } from "../src/state/figures";
import { spanMs } from "../src/state/history";
import { pathThrough, upperEnd } from "../src/state/scale";
import { node, rates } from "./nodes";

const mebibyte = 1024 ** 2;

function valuesOf(title: string, nodes: NodeStatus[], nodeId: string | null = null) {
  const figure = figures.find((each) => each.title === title);
  return figure?.lines.map((line) => pointsOf(line, [{ at: 0, nodes }], nodeId)[0]?.value);
}

describe("a figure of all nodes", () => {
  const nodes = [
    node("a", {
      sessions: 3,
      cpuShare: 0.2,
      rates: rates({ signalsPerSecond: 2, medianMs: 50, p95Ms: 90, failed: 1 }),
    }),
    node("b", { sessions: 4, cpuShare: 0.7, rates: rates({ signalsPerSecond: 5, medianMs: 70, p95Ms: 80 }) }),
    node("c"),
  ];

  it("is their sum, or that of the busiest or slowest", () => {
    expect(valuesOf("Sessions", nodes)).toEqual([7]);
    expect(valuesOf("Signals", nodes)).toEqual([7]);
    expect(valuesOf("Processor", nodes)).toEqual([0.7]);
    expect(valuesOf("Handshake time", nodes)).toEqual([70, 90]);
  });

  it("is missing where no node has it, and not 0", () => {
    expect(valuesOf("Handshakes", nodes)).toEqual([null, 1]);
    expect(valuesOf("Refusals", nodes)).toEqual([null]);
    expect(valuesOf("Joins", [])).toEqual([null]);
  });

  it("can be one node's", () => {
    expect(valuesOf("Sessions", nodes, "b")).toEqual([4]);
    expect(valuesOf("Sessions", nodes, "gone")).toEqual([null]);
  });
});

describe("an axis", () => {
  it("ends at a round number that nothing is above", () => {
    const ends = (unit: Parameters<typeof upperEnd>[0], values: number[]) =>
      values.map((most) => upperEnd(unit, most));
    expect(ends("count", [0, 4, 5, 61, 100, 101])).toEqual([4, 4, 6, 80, 100, 200]);
    expect(ends("perSecond", [0, 1.5, 30])).toEqual([1, 2, 50]);
    expect(ends("share", [0.03, 0.4, 0.9])).toEqual([0.1, 0.5, 1]);
    expect(ends("bytes", [0, 100 * mebibyte, 3_000 * mebibyte])).toEqual(
      [64, 128, 4096].map((each) => each * mebibyte),
    );
  });
});

describe("a line", () => {
  const points = (values: (number | null)[]) =>
    values.map((value, index) => ({ at: (index * spanMs) / (values.length - 1), value }));

  it("goes from five minutes ago on the left to now on the right, 0 at the bottom", () => {
    expect(pathThrough(points([0, 5, 10]), spanMs, 10)).toBe("M0 100L50 50L100 0");
  });

  it("has a gap where there was no figure", () => {
    expect(pathThrough(points([0, null, 10]), spanMs, 10)).toBe("M0 100M100 0");
    expect(pathThrough(points([null, null]), spanMs, 10)).toBe("");
  });
});
