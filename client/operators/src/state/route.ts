import { signal } from "@preact/signals";

const prefix = "#topic=";

/** The topic that the address names behind "#", which browsers tell no server; null for the overview. */
export const openTopic = signal(topicOf(location.hash));

addEventListener("hashchange", () => {
  openTopic.value = topicOf(location.hash);
});

export function linkTo(topic: string): string {
  return prefix + encodeURIComponent(topic);
}

export const overviewLink = "#";

export function topicOf(hash: string): string | null {
  if (!hash.startsWith(prefix)) return null;
  try {
    return decodeURIComponent(hash.slice(prefix.length)) || null;
  } catch {
    return null;
  }
}
