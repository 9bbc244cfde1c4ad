import type { RemotePeer } from "rtchub";
import { words } from "../words";

const longestName = 40;

/** Someone who gave no name is a guest. */
export function displayName(name: unknown): string {
  const trimmed = typeof name === "string" ? name.trim().slice(0, longestName) : "";
  return trimmed === "" ? words.value.guest : trimmed;
}

export function nameOf(peer: RemotePeer): string {
  return displayName(peer.metadata?.name);
}

/** One or two letters that stand for a name where there is no picture. */
export function initials(name: string): string {
  const parts = name.split(/\s+/).filter((part) => part !== "");
  const first = parts[0] ?? "?";
  const last = parts.length > 1 ? (parts.at(-1) ?? "") : "";
  return [first, last].map((part) => [...part][0]?.toUpperCase() ?? "").join("");
}

/** "Ada", "Ada and Bob", "Ada, Bob and Cleo", "Ada, Bob and 3 others". */
export function listNames(names: readonly string[]): string {
  if (names.length <= 3) return words.value.list(names);
  return words.value.listWithOthers(names.slice(0, 2), names.length - 2);
}
