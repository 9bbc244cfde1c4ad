import { afterEach, expect, it, vi } from "vitest";
import { sessionId } from "../src/state/session-id";

afterEach(() => {
  vi.unstubAllGlobals();
  sessionStorage.clear();
});

it("a tab is the same participant after a reload, and another tab is another", () => {
  const first = sessionId();
  expect(sessionId()).toBe(first);
  sessionStorage.clear();
  expect(sessionId()).not.toBe(first);
});

it("without storage everyone still has an id of their own", () => {
  vi.stubGlobal("sessionStorage", undefined);
  expect(sessionId()).not.toBe(sessionId());
});
