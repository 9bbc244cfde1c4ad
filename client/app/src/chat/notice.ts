import { longestMessage } from "./chat-message";

/** The text of what the service's operator says to everyone, as the operators' page sends it; null for any other data. */
export function parseNotice(data: unknown): string | null {
  if (typeof data !== "object" || data === null || !("text" in data)) return null;
  return typeof data.text === "string" && data.text.trim() !== "" ? data.text.slice(0, longestMessage) : null;
}
