import { words } from "../words";

/** The topic that a link carries (`/?topic=NAME`), or an empty string. */
export function topicFromLink(href: string): string {
  return (new URL(href).searchParams.get("topic") ?? "").trim();
}

/** The link to give to others: this page with the topic, and nothing else of the current address. */
export function linkForTopic(topic: string, href: string): string {
  const link = new URL(href);
  link.hash = "";
  link.search = "";
  link.searchParams.set("topic", topic);
  return link.href;
}

const longestTopic = 128;

/** What is wrong with a topic, in words, or null. The same rule as the service's, to say it before asking. */
export function topicProblem(topic: string): string | null {
  if (topic === "") return words.value.topicProblems.empty;
  if (topic.length > longestTopic) return words.value.topicProblems.long(longestTopic);
  if (/\p{Cc}/u.test(topic)) return words.value.topicProblems.control;
  return null;
}
