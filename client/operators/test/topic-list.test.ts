import { expect, it, vi } from "vitest";
import type { Api } from "../src/api/api";
import type { TopicPage, TopicSummary } from "../src/api/shapes";
import { TopicList } from "../src/state/topic-list";

function topics(count: number): TopicSummary[] {
  return Array.from({ length: count }, (_, number) => ({
    topic: `tea-${number}`,
    peerCount: 1,
    nodes: ["a"],
    locked: false,
    lockedUntil: null,
  }));
}

function list(listTopics: Api["listTopics"]) {
  const asked = vi.fn(listTopics);
  return { list: new TopicList({ listTopics: asked } as unknown as Api), asked };
}

it("reads on where a search comes with few though there are more", async () => {
  const last: TopicPage = { topics: topics(2), next: null };
  const pages: TopicPage[] = [
    { topics: [], next: "1" },
    { topics: topics(1), next: "2" },
  ];
  const { list: found, asked } = list(async (_contains, _limit, after) => pages[Number(after ?? 0)] ?? last);
  found.search("tea");
  await vi.waitFor(() => expect(found.page.value?.topics).toHaveLength(3));
  expect(asked.mock.calls.map(([, limit, after]) => [limit, after])).toEqual([
    [50, null],
    [50, "1"],
    [49, "2"],
  ]);
});

it("does not read all names for a search that finds nothing", async () => {
  const { list: found, asked } = list(async () => ({ topics: [], next: "more" }));
  found.search("nothing");
  await vi.waitFor(() => expect(found.page.value).toEqual({ topics: [], next: "more" }));
  expect(asked).toHaveBeenCalledTimes(10);
});

it("shows what was asked for last, whatever is answered last", async () => {
  const answers = new Map<string, (page: TopicPage) => void>();
  const { list: found } = list((contains) => new Promise((resolve) => answers.set(contains, resolve)));
  found.search("a");
  found.search("ab");
  answers.get("ab")?.({ topics: topics(2), next: null });
  await vi.waitFor(() => expect(found.page.value?.topics).toHaveLength(2));
  answers.get("a")?.({ topics: topics(5), next: null });
  await Promise.resolve();
  expect(found.page.value?.topics).toHaveLength(2);
});

it("grows by a page, to a thousand at most", async () => {
  const { list: found, asked } = list(async (_contains, limit) => ({ topics: topics(limit), next: "more" }));
  found.search("");
  for (let page = 0; page < 30; page++) found.more();
  await vi.waitFor(() => expect(found.page.value?.topics).toHaveLength(1_000));
  expect(asked.mock.calls.map(([, limit]) => limit).slice(0, 3)).toEqual([50, 100, 150]);
});
