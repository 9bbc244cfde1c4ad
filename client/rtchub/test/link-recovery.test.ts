import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { LinkRecovery } from "../src/link/link-recovery.js";

let recovery: LinkRecovery;
let done: string[];

beforeEach(() => {
  vi.useFakeTimers();
  done = [];
  recovery = new LinkRecovery({
    isUp: () => false,
    restart: () => done.push("restart"),
    replace: (viaRelay) => done.push(viaRelay ? "replace via relay" : "replace"),
    handleFailed: () => done.push("failed"),
  });
});
afterEach(() => {
  recovery.close();
  vi.useRealTimers();
});

const wait = (seconds: number) => vi.advanceTimersByTime(seconds * 1_000);

test("a link that hangs is restarted, and has more time after that than before", () => {
  recovery.handleBegun(false, false);
  wait(16);
  expect(done).toEqual(["restart"]);
  recovery.handleConnectionState("connecting");
  wait(29);
  expect(done).toEqual(["restart"]);
  wait(2);
  expect(done).toEqual(["restart", "restart"]);
});

test("one that fails is restarted at once, then later and later, then replaced", () => {
  recovery.handleBegun(false, false);
  const fail = () => {
    const before = done.length;
    recovery.handleConnectionState("failed");
    for (let seconds = 0; ; seconds++, wait(1)) if (done.length > before) return seconds;
  };
  expect([fail(), fail(), fail()]).toEqual([1, 2, 4]);
  expect(done).toEqual(["restart", "restart", "replace via relay"]);
});

test("the polite end leaves the beginning to the other", () => {
  recovery.handleBegun(true, false);
  wait(15.5);
  expect(done).toEqual([]);
  wait(1);
  expect(done).toEqual(["restart"]);
});

test("nothing is tried while nothing can be signaled, and at once when that is over", () => {
  recovery.handleBegun(false, false);
  recovery.handleSignaling(false);
  wait(120);
  expect(done).toEqual([]);
  recovery.handleSignaling(true);
  expect(done).toEqual(["restart"]);
});

test("a link that was given up is still tried, and told of once a try", () => {
  recovery.handleBegun(false, false);
  wait(16 + 30 + 30);
  expect(done).toEqual(["restart", "restart", "replace via relay"]);
  wait(30);
  expect(done.slice(3)).toEqual(["failed", "replace"]);
});

test("a try of the other end counts as one of ours, and is told of before it begins when all failed", () => {
  recovery.handleBegun(false, false);
  recovery.handleBegun(false, true);
  wait(16 + 30 + 30);
  expect(done).toEqual(["restart", "restart", "replace via relay"]);
  recovery.handleBegun(false, true);
  expect(done.slice(3)).toEqual(["failed"]);
});
