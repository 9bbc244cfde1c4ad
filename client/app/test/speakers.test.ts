import { describe, expect, it } from "vitest";
import { Speakers } from "../src/state/speakers";

const [ada, bob] = [1, 2];

/** Lets them be heard that loud for a number of moments. */
function hear(speakers: Speakers, levels: Record<number, number>, moments = 1): void {
  const map = new Map(Object.entries(levels).map(([key, level]) => [Number(key), level]));
  for (let moment = 0; moment < moments; moment++) speakers.hear(map);
}

describe("who has the word", () => {
  it("is nobody before anybody spoke, whatever the noise of their rooms", () => {
    const speakers = new Speakers();
    hear(speakers, { [ada]: 0.004, [bob]: 0.002 }, 10);
    expect(speakers.activeKey.value).toBeNull();
    expect(speakers.speaking.value.size).toBe(0);
  });

  it("is whoever speaks, and stays the one in the silence after it", () => {
    const speakers = new Speakers();
    hear(speakers, { [ada]: 0.2, [bob]: 0 });
    expect(speakers.activeKey.value).toBe(ada);
    expect([...speakers.speaking.value]).toEqual([ada]);
    hear(speakers, { [ada]: 0, [bob]: 0 }, 20);
    expect(speakers.activeKey.value).toBe(ada);
    expect(speakers.speaking.value.size).toBe(0);
  });

  it("does not pass to a short noise while someone speaks, and does when another speaks on", () => {
    const speakers = new Speakers();
    hear(speakers, { [ada]: 0.2, [bob]: 0 }, 5);
    hear(speakers, { [ada]: 0.2, [bob]: 0.25 });
    expect(speakers.activeKey.value).toBe(ada);
    hear(speakers, { [ada]: 0, [bob]: 0.2 }, 5);
    expect(speakers.activeKey.value).toBe(bob);
  });

  it("is kept through the gaps between words", () => {
    const speakers = new Speakers();
    hear(speakers, { [ada]: 0.3 });
    hear(speakers, { [ada]: 0 }, 2);
    expect([...speakers.speaking.value]).toEqual([ada]);
  });

  it("is lost by whoever is gone", () => {
    const speakers = new Speakers();
    hear(speakers, { [ada]: 0.3, [bob]: 0 });
    hear(speakers, { [bob]: 0 });
    expect(speakers.activeKey.value).toBeNull();
  });
});
