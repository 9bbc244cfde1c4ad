import { expect, test } from "vitest";
import { reconnectDelay } from "../src/hub/reconnect-policy.js";

test("every delay lies between 250 ms and a ceiling that grows up to 10 s", () => {
  const ceilings = [500, 750, 1_125, 1_687.5, 2_531.25, 3_796.875, 5_695.3125, 8_542.96875, 10_000, 10_000];
  for (const [attempt, ceiling] of ceilings.entries()) {
    expect(reconnectDelay(attempt, () => 0)).toBe(250);
    expect(reconnectDelay(attempt, () => 1)).toBe(ceiling);
  }
  expect(reconnectDelay(10_000, () => 1)).toBe(10_000);
});

test("the delays of many clients are spread over the whole range", () => {
  const delays = Array.from({ length: 2_000 }, () => reconnectDelay(8));
  const quarters = [0, 1, 2, 3].map((quarter) => {
    const from = 250 + (quarter * 9_750) / 4;
    return delays.filter((delay) => delay >= from && delay < from + 9_750 / 4).length;
  });
  for (const count of quarters) expect(count).toBeGreaterThan(350);
});
