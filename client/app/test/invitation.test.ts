import { describe, expect, it } from "vitest";
import { tokenFromLink, withToken } from "../src/state/invitation";
import { joinProblem } from "../src/state/join-problem";
import { removal } from "../src/state/removal";
import { linkForTopic, topicFromLink } from "../src/state/topic";

const link = "https://example.org/call/?topic=tea#token=aaa.b-b_b.ccc";

describe("an invitation", () => {
  it("comes with the link's fragment, never with its query", () => {
    expect(tokenFromLink(link)).toBe("aaa.b-b_b.ccc");
    expect(tokenFromLink("https://example.org/?topic=tea&token=aaa")).toBeNull();
    expect(tokenFromLink("https://example.org/?topic=tea#other=1")).toBeNull();
  });

  it("stays in the address for a reload, beside whatever else the fragment holds", () => {
    const address = withToken("https://example.org/?topic=tea#other=1", "a.b.c");
    expect(tokenFromLink(address)).toBe("a.b.c");
    expect(address).toContain("other=1");
    expect(withToken("https://example.org/?topic=tea", null)).toBe("https://example.org/?topic=tea");
  });

  it("is not in a copied link", () => {
    const copied = linkForTopic(topicFromLink(link), link);
    expect(copied).toBe("https://example.org/call/?topic=tea");
  });

  it("is asked for in words when the service wants one, and called ended or too narrow when there is one", () => {
    expect(joinProblem("forbidden", false).text).toContain("lets people in by invitation");
    expect(joinProblem("forbidden", true).text).toContain("does not allow this topic");
  });
});

describe("being taken out of a call", () => {
  it("is explained for each reason, without the service's own word for it", () => {
    const reasons = ["removed", "token_expired", "forbidden"];
    const texts = reasons.map((reason) => removal(reason).text);
    expect(new Set(texts).size).toBe(reasons.length);
    for (const text of texts) expect(text).not.toMatch(/token|forbidden|_/);
  });

  it("names a reason that this page does not know yet", () => {
    expect(removal("something_new").text).toContain("something_new");
  });
});
