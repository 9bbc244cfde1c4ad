import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { parseReaction, reactionMessage } from "../src/reactions/reaction-message";
import { Reactions } from "../src/reactions/reactions";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("a reaction", () => {
  it("is one of a few emoji, and any other data is none", () => {
    expect(parseReaction(reactionMessage("🎉"))).toBe("🎉");
    for (const other of [
      null,
      "🎉",
      [],
      {},
      { type: "reaction" },
      { type: "reaction", emoji: "💩" },
      { type: "reaction", emoji: ["🎉"] },
      { type: "reaction", emoji: "toString" },
      { type: "chat", emoji: "🎉" },
    ])
      expect(parseReaction(other)).toBeNull();
  });

  it("goes by itself", () => {
    const reactions = new Reactions(() => {});
    reactions.receive(1, "Ada", "👍");
    expect(reactions.shown.value).toMatchObject([{ key: 1, name: "Ada", emoji: "👍" }]);
    vi.advanceTimersByTime(3000);
    expect(reactions.shown.value).toEqual([]);
  });

  it("of someone who sends thousands is seen a few times, and the others' still are", () => {
    const reactions = new Reactions(() => {});
    for (let sent = 0; sent < 5000; sent++) reactions.receive(1, "Mallory", "🎉");
    reactions.receive(2, "Ada", "👍");
    expect(reactions.shown.value.filter(({ key }) => key === 1)).toHaveLength(5);
    expect(reactions.shown.value.filter(({ key }) => key === 2)).toHaveLength(1);
    vi.advanceTimersByTime(3000);
    reactions.receive(1, "Mallory", "🎉");
    expect(reactions.shown.value).toHaveLength(1);
  });

  it("of ours that the others would not see is not sent", () => {
    const send = vi.fn();
    const reactions = new Reactions(send);
    for (let sent = 0; sent < 10; sent++) reactions.send("❤️", "You");
    expect(send.mock.calls).toEqual(Array(5).fill([{ type: "reaction", emoji: "❤️" }]));
  });
});
