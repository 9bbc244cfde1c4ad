import { computed, signal } from "@preact/signals";
import { loadPreferences, remember } from "../state/preferences";
import { de } from "./de";
import { en, type Words } from "./en";

export const catalogues = { en, de } satisfies Record<string, Words>;
export type Language = keyof typeof catalogues;
export const languages = Object.keys(catalogues) as Language[];

/** The page's language: the one chosen before, else the first of the browser's that there is a catalogue for, else English. */
export const language = signal(firstLanguage(loadPreferences().language, navigator.languages));

/** The page's words. Whatever reads them follows the language. */
export const words = computed<Words>(() => catalogues[language.value]);

/** For times and numbers: as in the user's own region where that speaks the page's language. */
export const locale = computed(
  () => navigator.languages.find((tag) => languageOf(tag) === language.value) ?? language.value,
);

export function chooseLanguage(chosen: string): void {
  language.value = firstLanguage(chosen, []);
  remember({ language: language.value });
}

export function firstLanguage(chosen: string, wished: readonly string[]): Language {
  return [chosen, ...wished].map(languageOf).find((tag) => tag !== null) ?? "en";
}

function languageOf(tag: string): Language | null {
  const [wanted] = tag.toLowerCase().split("-");
  return languages.find((known) => known === wanted) ?? null;
}
