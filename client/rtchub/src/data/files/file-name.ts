const LONGEST = 255;

/** A name that is safe to show and to save under: no separators, no control characters, nothing that turns the reading direction. */
export function safeName(name: string): string {
  const safe = name.replace(/[/\\\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, "_").slice(0, LONGEST);
  return /^[. ]*$/.test(safe) ? "file" : safe;
}
