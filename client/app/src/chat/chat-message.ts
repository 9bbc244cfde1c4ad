/** Longer texts are refused at the input and cut on arrival, whatever another client sends. */
export const longestMessage = 2000;

/** A chat message as it crosses the data channel. */
export type ChatMessage = { type: "chat"; text: string };

export function chatMessage(text: string): ChatMessage {
  return { type: "chat", text };
}

/** The text of a chat message, or null for any other data. */
export function parseChatMessage(data: unknown): string | null {
  if (typeof data !== "object" || data === null) return null;
  const { type, text } = data as Partial<Record<keyof ChatMessage, unknown>>;
  if (type !== "chat" || typeof text !== "string" || text.trim() === "") return null;
  return text.slice(0, longestMessage);
}
