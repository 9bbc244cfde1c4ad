import { describe, expect, it } from "vitest";
import { mediaStatus } from "../src/media/media-status";
import { codeOf, joinProblem } from "../src/state/join-problem";
import { displayName, initials } from "../src/state/names";

const fine = { on: true, problem: null };

describe("camera and microphone in words", () => {
  it("says that without both one can still listen and chat", () => {
    const missing = { on: false, problem: "missing" as const };
    expect(mediaStatus(false, missing, missing)).toBe(
      "No camera and no microphone were found. You can still listen and chat.",
    );
  });

  it("says what to do about a camera that the browser blocks, and that the microphone works", () => {
    const words = mediaStatus(false, { on: false, problem: "denied" }, fine);
    expect(words).toContain("Your browser blocks the camera");
    expect(words).toContain("press Start camera");
    expect(words).toContain("The others will hear you");
  });
});

describe("a refused join", () => {
  it("is explained at the topic when another topic would help", () => {
    expect(joinProblem("topic_full")).toMatchObject({ about: "topic" });
    expect(joinProblem("invalid_topic")).toMatchObject({ about: "topic" });
  });

  it("tells a service out of reach from an error of our own, which has no code", () => {
    expect(joinProblem(codeOf({ code: "unreachable" })).text).toContain("cannot be reached");
    expect(joinProblem(codeOf(new TypeError("oops"))).text).toContain("unexpected");
  });

  it("names a code that this page does not know yet", () => {
    expect(joinProblem("something_new").text).toContain("something_new");
  });
});

describe("a name", () => {
  it("is Guest when none was given", () => {
    for (const nothing of [undefined, null, 7, "", "  "]) expect(displayName(nothing)).toBe("Guest");
  });

  it("is shortened to one or two letters where there is no picture", () => {
    expect(initials("Ada Lovelace")).toBe("AL");
    expect(initials("grace brewster hopper")).toBe("GH");
    expect(initials("Bob")).toBe("B");
  });
});
