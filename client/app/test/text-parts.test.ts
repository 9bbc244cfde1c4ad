import { describe, expect, it } from "vitest";
import { textParts } from "../src/chat/text-parts";

const linksIn = (text: string) =>
  textParts(text)
    .filter(({ href }) => href !== null)
    .map((part) => part.text);

describe("a link in a message", () => {
  it("stands between the text before and after it, and nothing is lost", () => {
    const text = "Look: https://example.org/a?b=c#d and\nhttp://localhost:5080/ too";
    const parts = textParts(text);
    expect(parts.map((part) => part.text).join("")).toBe(text);
    expect(linksIn(text)).toEqual(["https://example.org/a?b=c#d", "http://localhost:5080/"]);
    expect(parts[0]).toEqual({ text: "Look: ", href: null });
  });

  it("ends before the punctuation of the sentence, and keeps the brackets that are its own", () => {
    expect(linksIn("Is it https://example.org/a?!")).toEqual(["https://example.org/a"]);
    expect(linksIn("(see https://example.org/a).")).toEqual(["https://example.org/a"]);
    expect(linksIn("https://example.org/Tea_(drink), really")).toEqual(["https://example.org/Tea_(drink)"]);
  });

  it("is only ever one of the web: no script, no data, no file", () => {
    for (const text of [
      "javascript:alert(1)",
      "data:text/html,<script>alert(1)</script>",
      "file:///etc/passwd",
      "ftp://example.org",
      "www.example.org",
      "https://",
      "http://:80",
    ])
      expect(linksIn(text), text).toEqual([]);
    expect(linksIn("javascript:'https://example.org'")).toEqual(["https://example.org"]);
  });

  it("does not pretend to lead elsewhere by the name of a user", () => {
    expect(linksIn("https://bank.example@evil.example/")).toEqual([]);
  });

  it("is found in a long message of nothing but brackets at once", () => {
    const text = `https://a.example/${")".repeat(2000)}`;
    expect(linksIn(text)).toEqual(["https://a.example/"]);
  });
});
