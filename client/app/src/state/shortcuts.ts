import { signal } from "@preact/signals";
import { loadPreferences, remember } from "./preferences";

/** Keys that do something in a call, in the order in which the help names them. */
export const shortcutKeys = ["m", "v", "d", "c", "h", "s", "p", "f", "?"] as const;

export type ShortcutKey = (typeof shortcutKeys)[number];

/** Single keys get in the way of some who steer by voice or press keys by accident: they can be switched off. */
export const areShortcutsOn = signal(loadPreferences().shortcuts !== "off");

export function switchShortcuts(on: boolean): void {
  areShortcutsOn.value = on;
  remember({ shortcuts: on ? "on" : "off" });
}

/** The shortcut that a key press means; null while someone types, chooses, or is in a dialog. */
export function shortcutOf(event: KeyboardEvent): ShortcutKey | null {
  if (!areShortcutsOn.value || event.repeat || event.ctrlKey || event.altKey || event.metaKey) return null;
  if (event.target instanceof Element && event.target.closest("input, textarea, select, dialog")) return null;
  return shortcutKeys.find((key) => key === event.key) ?? null;
}
