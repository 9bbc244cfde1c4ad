import { afterEach, expect, test, vi } from "vitest";
import { Emitter } from "../src/emitter.js";

class Bell extends Emitter<{ ring: (times: number) => void }> {
  ring(times: number): void {
    this.emit("ring", times);
  }
}

afterEach(() => vi.restoreAllMocks());

test("a handler that throws is reported and does not keep the others from hearing", () => {
  const reported = vi.spyOn(console, "error").mockImplementation(() => {});
  const heard: number[] = [];
  const bell = new Bell();
  bell.on("ring", () => {
    throw new Error("broken");
  });
  bell.on("ring", (times) => heard.push(times));

  bell.ring(3);

  expect(heard).toEqual([3]);
  expect(reported).toHaveBeenCalledOnce();
});

test("once hears one event, and what on returned ends the hearing", () => {
  const heard: string[] = [];
  const bell = new Bell();
  bell.once("ring", () => heard.push("once"));
  const off = bell.on("ring", () => heard.push("on"));

  bell.ring(1);
  bell.ring(2);
  off();
  bell.ring(3);

  expect(heard).toEqual(["once", "on", "on"]);
});
