import { afterEach, expect, it } from "vitest";
import { durationWords } from "../src/state/duration";
import { language } from "../src/words";

afterEach(() => {
  language.value = "en";
});

it("says how long a call was in the words of the page's language", () => {
  const minute = 60_000;
  expect(durationWords(1000)).toBe("1 second");
  expect(durationWords(59_400)).toBe("59 seconds");
  expect(durationWords(12 * minute + 5000)).toBe("12 minutes");
  expect(durationWords(60 * minute)).toBe("1 hour");
  language.value = "de";
  expect(durationWords(125 * minute)).toBe("2 Stunden und 5 Minuten");
});
