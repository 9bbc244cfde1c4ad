import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { LinkSignal } from "../src/link/link-signals.js";
import { SignalQueue } from "../src/link/signal-queue.js";

let handed: string[];
let isAway: boolean;
let queue: SignalQueue;

beforeEach(() => {
  vi.useFakeTimers();
  handed = [];
  isAway = false;
  queue = new SignalQueue(async (signal) => {
    handed.push(nameOf(signal));
    const isRefused = isAway;
    await pass(10);
    return !isRefused;
  });
});

afterEach(() => {
  vi.useRealTimers();
});

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const nameOf = (signal: LinkSignal) => ("candidate" in signal ? String(signal.candidate?.name) : signal.kind);

function send(...names: string[]): void {
  for (const name of names) queue.send({ kind: "candidate", candidate: { name } });
}

test("signals go out at once, without waiting for those before them", () => {
  send("a", "b", "c");

  expect(handed).toEqual(["a", "b", "c"]);
});

test("what was refused is sent again in its order, before what came later", async () => {
  isAway = true;
  send("a", "b");
  await pass(100);
  send("c");
  isAway = false;
  await pass(1_000);

  expect(handed).toEqual(["a", "b", "a", "b", "c"]);
});

test("while nothing gets through one signal alone is tried, twice a second", async () => {
  isAway = true;
  send("a", "b", "c");
  await pass(100);
  handed.splice(0);
  await pass(5_000);

  expect(handed).toEqual(Array(handed.length).fill("a"));
  expect(handed.length).toBeGreaterThanOrEqual(9);
  expect(handed.length).toBeLessThanOrEqual(10);
});

test("a queue that is closed sends nothing any more, not even what is refused afterwards", async () => {
  isAway = true;
  send("a", "b");
  queue.close();
  await pass(5_000);

  expect(handed).toEqual(["a", "b"]);
});
