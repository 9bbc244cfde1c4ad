import { catalogues, chooseLanguage, language, languages, words } from "../words";
import { GlobeIcon } from "./icons";

/** A small menu: each language is named in itself, for whoever does not read the page's. */
export function LanguageChoice() {
  return (
    <span class="language select">
      <GlobeIcon />
      <select
        aria-label={words.value.language}
        value={language.value}
        onChange={(event) => chooseLanguage(event.currentTarget.value)}
      >
        {languages.map((code) => (
          <option key={code} value={code} lang={code}>
            {catalogues[code].name}
          </option>
        ))}
      </select>
    </span>
  );
}
