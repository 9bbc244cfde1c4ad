/** What can be said without a word. Nothing else is shown, whatever another client sends. */
export const emojis = ["👍", "❤️", "👏", "😂", "😮", "🎉"] as const;

export type Emoji = (typeof emojis)[number];

/** A reaction as it crosses the data channel. */
export type ReactionMessage = { type: "reaction"; emoji: Emoji };

export function reactionMessage(emoji: Emoji): ReactionMessage {
  return { type: "reaction", emoji };
}

/** The emoji of a reaction, or null for any other data. */
export function parseReaction(data: unknown): Emoji | null {
  if (typeof data !== "object" || data === null) return null;
  const { type, emoji } = data as Partial<Record<keyof ReactionMessage, unknown>>;
  return type === "reaction" ? (emojis.find((known) => known === emoji) ?? null) : null;
}
