const longestName = 40;

/** Someone who gave no name is a guest. */
export function displayName(name: unknown): string {
  const trimmed = typeof name === "string" ? name.trim().slice(0, longestName) : "";
  return trimmed === "" ? "Guest" : trimmed;
}

/** One or two letters that stand for a name where there is no picture. */
export function initials(name: string): string {
  const words = name.split(/\s+/).filter((word) => word !== "");
  const first = words[0] ?? "?";
  const last = words.length > 1 ? (words.at(-1) ?? "") : "";
  return [first, last].map((word) => [...word][0]?.toUpperCase() ?? "").join("");
}

/** "Ada", "Ada and Bob", "Ada, Bob and Cleo", "Ada, Bob and 3 others". */
export function listNames(names: readonly string[]): string {
  const [first = "", second = ""] = names;
  if (names.length <= 1) return first;
  if (names.length === 2) return `${first} and ${second}`;
  if (names.length === 3) return `${first}, ${second} and ${names[2]}`;
  return `${first}, ${second} and ${names.length - 2} others`;
}
