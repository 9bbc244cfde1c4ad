import { afterEach, describe, expect, it } from "vitest";
import { callStatus } from "../src/state/call-status";
import { joinProblem } from "../src/state/join-problem";
import { loadPreferences } from "../src/state/preferences";
import { catalogues, chooseLanguage, firstLanguage, language, locale, words } from "../src/words";

afterEach(() => {
  language.value = "en";
});

/** Every word of a catalogue by its path; of a function what it says of some names and numbers. */
function wordsOf(catalogue: object, path = ""): [path: string, text: string][] {
  return Object.entries(catalogue).flatMap(([key, value]): [string, string][] => {
    if (typeof value === "string") return [[path + key, value]];
    if (typeof value === "function") return [[path + key, sayFrom(value)]];
    return wordsOf(value, `${path}${key}.`);
  });
}

function sayFrom(say: (...values: unknown[]) => string): string {
  try {
    return say(["Ada", "Bob"], 3);
  } catch {
    return say(new Date(0), 3);
  }
}

describe("the page's words", () => {
  it("are there in every language, none of them empty or left in English", () => {
    // Words that are the same in both.
    const shared = [
      "chat.title",
      "details.person",
      "details.jitter",
      "details.meshCells.self",
      "hand.raiseShort",
    ];
    const english = new Map(wordsOf(catalogues.en));
    const german = wordsOf(catalogues.de);
    expect(german.map(([path]) => path)).toEqual([...english.keys()]);
    for (const [path, text] of german) {
      expect(text.trim(), path).not.toBe("");
      expect(text, path).not.toContain("undefined");
      if (!shared.includes(path)) expect(text, path).not.toBe(english.get(path));
    }
  });

  it("count in the language's own plural", () => {
    expect(catalogues.de.listWithOthers(["Ada", "Bob"], 1)).toBe("Ada, Bob und eine weitere Person");
    expect(catalogues.de.listWithOthers(["Ada", "Bob"], 2)).toBe("Ada, Bob und 2 weitere");
  });

  it("are those of every sentence that is put together", () => {
    language.value = "de";
    expect(callStatus("connected", [{ name: "Ada", linkState: "connected" }]).text).toBe("Im Anruf mit Ada");
    expect(joinProblem("topic_full").text).toContain("Anruf ist voll");
  });
});

describe("the page's language", () => {
  it("is the one chosen before, else the browser's first that the page speaks, else English", () => {
    expect(firstLanguage("de", ["en-GB"])).toBe("de");
    expect(firstLanguage("", ["fr-FR", "de-AT", "en"])).toBe("de");
    expect(firstLanguage("tlh", ["fr"])).toBe("en");
  });

  it("is remembered as soon as it is chosen", () => {
    chooseLanguage("de");
    expect(words.value).toBe(catalogues.de);
    expect(loadPreferences().language).toBe("de");
  });

  it("writes times as the user's region does where that region speaks it", () => {
    expect(locale.value).toBe(navigator.languages.find((tag) => tag.startsWith("en")));
    language.value = "de";
    expect(locale.value).toBe("de");
  });
});
