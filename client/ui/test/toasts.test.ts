import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Toasts } from "../src/toasts";

const textsOf = (toasts: Toasts) => toasts.shown.value.map(({ text }) => text);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("a notice", () => {
  it("goes by itself, a long one later than a short one", () => {
    const toasts = new Toasts();
    toasts.show("short");
    toasts.show("long ".repeat(20));
    vi.advanceTimersByTime(5000);
    expect(textsOf(toasts)).toEqual(["long ".repeat(20)]);
    vi.advanceTimersByTime(5000);
    expect(textsOf(toasts)).toEqual([]);
  });

  it("is one of three at most: the oldest makes room", () => {
    const toasts = new Toasts();
    for (const text of ["one", "two", "three", "four"]) toasts.show(text);
    expect(textsOf(toasts)).toEqual(["two", "three", "four"]);
  });

  it("is not there twice when it comes again", () => {
    const toasts = new Toasts();
    for (const text of ["copied", "Ada joined", "copied"]) toasts.show(text);
    expect(textsOf(toasts)).toEqual(["Ada joined", "copied"]);
  });

  it("stays while someone is at it, one that comes meanwhile too, and then has its whole time again", () => {
    const toasts = new Toasts();
    toasts.show("one");
    vi.advanceTimersByTime(3000);
    toasts.hold(true);
    toasts.show("two");
    vi.advanceTimersByTime(60_000);
    expect(textsOf(toasts)).toEqual(["one", "two"]);
    toasts.hold(false);
    vi.advanceTimersByTime(3000);
    expect(textsOf(toasts)).toEqual(["one", "two"]);
    vi.advanceTimersByTime(3000);
    expect(textsOf(toasts)).toEqual([]);
  });

  it("that is sent away from under the pointer does not hold those that come later", () => {
    const toasts = new Toasts();
    toasts.show("one");
    toasts.hold(true);
    toasts.dismiss(toasts.shown.value[0]?.id ?? 0);
    toasts.show("two");
    vi.advanceTimersByTime(5000);
    expect(textsOf(toasts)).toEqual([]);
  });
});
