import { afterEach, describe, expect, it } from "vitest";
import { loadPreferences } from "../src/state/preferences";
import { shortcutOf, switchShortcuts } from "../src/state/shortcuts";

function press(key: string, on = document.body, modifiers: KeyboardEventInit = {}) {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, ...modifiers });
  let shortcut: string | null = null;
  const listen = () => {
    shortcut = shortcutOf(event);
  };
  document.addEventListener("keydown", listen);
  on.dispatchEvent(event);
  document.removeEventListener("keydown", listen);
  return shortcut;
}

afterEach(() => {
  switchShortcuts(true);
  document.body.replaceChildren();
});

describe("a key in a call", () => {
  it("is a shortcut wherever nothing is typed", () => {
    const button = document.body.appendChild(document.createElement("button"));
    expect(press("m")).toBe("m");
    expect(press("?", button, { shiftKey: true })).toBe("?");
    expect(press("x")).toBeNull();
  });

  it("is none in a field or a dialog", () => {
    for (const tag of ["input", "textarea", "select", "dialog"]) {
      const element = document.body.appendChild(document.createElement(tag));
      expect(press("m", element), tag).toBeNull();
    }
  });

  it("is none with Ctrl, Alt or Meta, which are the browser's, nor while it is held down", () => {
    for (const modifier of ["ctrlKey", "altKey", "metaKey", "repeat"])
      expect(press("m", document.body, { [modifier]: true }), modifier).toBeNull();
  });

  it("does nothing once shortcuts are switched off, which is remembered", () => {
    switchShortcuts(false);
    expect(press("m")).toBeNull();
    expect(loadPreferences().shortcuts).toBe("off");
  });
});
