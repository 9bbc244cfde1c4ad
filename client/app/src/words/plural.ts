/** What is said of one thing and of any other number of them. */
export interface Forms {
  one: string;
  other: string;
}

/** A function that picks the form which a language uses for a number: English and German know two. */
export function pluralIn(language: string): (count: number, forms: Forms) => string {
  const rules = new Intl.PluralRules(language);
  return (count, { one, other }) => (rules.select(count) === "one" ? one : other);
}
