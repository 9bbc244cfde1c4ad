import { describe, expect, it } from "vitest";
import { linkForSecret, secretFromLink } from "../src/state/sealed-link";

const secret = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

describe("a sealed link", () => {
  it("carries the secret behind the #, and nothing else of the current address", () => {
    const link = linkForSecret(secret, "https://example.org/call/?topic=old#x");
    expect(link).toBe(`https://example.org/call/#${secret}`);
    expect(secretFromLink(link)).toBe(secret);
  });

  it("is any link with something behind the #: one that was cut short must not become another call", () => {
    expect(secretFromLink("https://example.org/#AAEC")).toBe("AAEC");
    expect(secretFromLink("https://example.org/?topic=team")).toBe("");
  });
});
