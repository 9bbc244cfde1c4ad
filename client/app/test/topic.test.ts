import { describe, expect, it } from "vitest";
import { linkForTopic, topicFromLink, topicProblem } from "../src/state/topic";
import { suggestTopic } from "../src/state/topic-suggestion";

describe("a topic", () => {
  it("comes out of a link as it went in", () => {
    for (const topic of ["team", "Küche & Bad", "a/b?c=d#e", "100 %"]) {
      expect(topicFromLink(linkForTopic(topic, "https://example.org/"))).toBe(topic);
    }
  });

  it("is empty when the link carries none", () => {
    expect(topicFromLink("https://example.org/")).toBe("");
    expect(topicFromLink("https://example.org/?topic=%20")).toBe("");
  });

  it("is all that a copied link carries, below the path that the page is served from", () => {
    expect(linkForTopic("team", "https://example.org/call/?topic=old&debug=1#x")).toBe(
      "https://example.org/call/?topic=team",
    );
  });

  it("may have 128 characters and not one more", () => {
    expect(topicProblem("x".repeat(128))).toBeNull();
    expect(topicProblem("x".repeat(129))).toContain("128");
  });

  it("is refused in words when it is empty or holds control characters", () => {
    expect(topicProblem("")).toContain("Enter a topic");
    expect(topicProblem("a\u0007b")).toContain("control characters");
  });

  it("that is suggested is allowed, readable, and another one each time", () => {
    const suggestions = Array.from({ length: 50 }, suggestTopic);
    expect(new Set(suggestions).size).toBe(50);
    for (const topic of suggestions) {
      expect(topicProblem(topic)).toBeNull();
      expect(topic).toMatch(/^[a-z]+-[a-z]+-[a-z]+-[a-z2-9]{4}$/);
    }
  });
});
