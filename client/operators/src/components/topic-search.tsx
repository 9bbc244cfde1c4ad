import { useEffect, useId, useRef } from "preact/hooks";
import { formatFigure, plural } from "../state/format";
import { linkTo } from "../state/route";
import { mostTopics, type TopicList } from "../state/topic-list";
import { LockNote } from "./lock-note";

const typingMs = 250;

/** Finds topics, and leads to each. */
export function TopicSearch({ topics }: { topics: TopicList }) {
  const id = useId();
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => topics.follow(), [topics]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const page = topics.page.value;
  const query = topics.query.value;
  return (
    <section class="card" aria-labelledby={id}>
      <div class="section-head">
        <h2 id={id}>Topics</h2>
        <input
          class="search"
          type="search"
          aria-label="Find a topic"
          placeholder="Find a topic"
          autocomplete="off"
          spellcheck={false}
          defaultValue={query}
          onInput={({ currentTarget }) => {
            clearTimeout(timer.current);
            timer.current = setTimeout(() => topics.search(currentTarget.value), typingMs);
          }}
        />
      </div>
      <p class="hint" role="status">
        {topics.problem.value
          ? topics.problem.value.message
          : page && countWords(page.topics.length, page.next !== null)}
      </p>
      <ul class="topics">
        {page?.topics.map((topic) => (
          <li key={topic.topic}>
            <a class="topic-link" href={linkTo(topic.topic)}>
              <span class="topic-name">{topic.topic}</span>
              {topic.locked && <LockNote until={topic.lockedUntil} />}
              <span class="topic-count">{plural(topic.peerCount, "peer", "peers")}</span>
              <span class="topic-count">{plural(topic.nodes.length, "node", "nodes")}</span>
            </a>
          </li>
        ))}
      </ul>
      {page && page.next !== null && page.topics.length < mostTopics && (
        <button class="button small" type="button" onClick={() => topics.more()}>
          Load more
        </button>
      )}
      {page && query !== "" && !page.topics.some(({ topic }) => topic === query) && (
        <p class="hint">
          Nobody is in a topic of exactly that name. <a href={linkTo(query)}>Open “{query}” all the same</a>,
          to lock it before somebody comes.
        </p>
      )}
    </section>
  );
}

function countWords(count: number, hasMore: boolean): string {
  if (!hasMore) return count === 0 ? "None." : plural(count, "topic", "topics");
  if (count >= mostTopics) return `The first ${formatFigure("count", count)}. Search to find others.`;
  return `The first ${formatFigure("count", count)}; there are more.`;
}
