import type { Feed } from "../state/feed";

/** Says why the page stands still, and that it goes on by itself. */
export function FeedNote({ feed }: { feed: Feed }) {
  const problem = feed.problem.value;
  return (
    <div class="feed" role="status" aria-label="Connection">
      {problem && (
        <p class="feed-note">
          <strong>{problem.message}</strong> What is shown is of before. The page goes on by itself.
        </p>
      )}
    </div>
  );
}
