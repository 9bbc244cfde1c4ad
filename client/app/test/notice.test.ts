import { expect, it } from "vitest";
import { parseNotice } from "../src/chat/notice";

it("a notice is the text that the operators' page sends, and nothing else is", () => {
  expect(parseNotice({ text: "We are back at five" })).toBe("We are back at five");
  expect(parseNotice({ text: "long".repeat(1_000) })).toHaveLength(2_000);
  for (const data of [null, "text", 7, {}, { text: " " }, { text: 7 }]) expect(parseNotice(data)).toBeNull();
});
