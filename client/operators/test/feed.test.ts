import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Api, FeedEvent } from "../src/api/api";
import { Problem } from "../src/api/problem";
import type { NodeList } from "../src/api/shapes";
import { Feed } from "../src/state/feed";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const nodes: NodeList = { self: "a", nodes: [] };

/** A server of which a test says how it answers, and a feed that follows it. */
function follow(answers: { listNodes: () => Promise<NodeList>; watch?: () => AsyncGenerator<FeedEvent> }) {
  const asked: (string | null)[] = [];
  const api = {
    listNodes: vi.fn(answers.listNodes),
    async *watch(topic: string | null, signal: AbortSignal) {
      asked.push(topic);
      yield* answers.watch?.() ?? [];
      await new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
    },
  };
  const listener = { onNodes: vi.fn(), onTopic: vi.fn(), onRefused: vi.fn() };
  const feed = new Feed(api as unknown as Api, listener);
  feed.watch(null);
  return { feed, api, listener, asked };
}

describe("the feed", () => {
  it("that is silent is asked again, and what the server then says is shown", async () => {
    let isAway = false;
    const { feed, api } = follow({
      listNodes: async () => {
        if (isAway) throw new Problem(503, "The other nodes can't be reached now.");
        return nodes;
      },
    });
    await vi.advanceTimersByTimeAsync(4_000);
    expect(api.listNodes).toHaveBeenCalledTimes(1);
    isAway = true;
    await vi.advanceTimersByTimeAsync(4_000);
    expect(feed.problem.value?.message).toContain("other nodes");
    isAway = false;
    await vi.advanceTimersByTimeAsync(2_000);
    expect(feed.problem.value).toBeNull();
    feed.stop();
  });

  it("that speaks each second stays", async () => {
    const { api, listener, feed } = follow({
      listNodes: async () => nodes,
      watch: async function* () {
        for (let second = 0; second < 30; second++) {
          await new Promise((resolve) => setTimeout(resolve, 1_000));
          yield { nodes };
        }
      },
    });
    await vi.advanceTimersByTimeAsync(30_500);
    expect(api.listNodes).toHaveBeenCalledTimes(1);
    expect(listener.onNodes).toHaveBeenCalledTimes(31);
    feed.stop();
  });

  it("ends with a key that is refused, and asks no more", async () => {
    const { api, listener } = follow({
      listNodes: async () => {
        throw new Problem(401, "Show the management key.");
      },
    });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(listener.onRefused).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ status: 401 }));
    expect(api.listNodes).toHaveBeenCalledTimes(1);
  });

  it("leaves a server alone that wants no more keys for a while", async () => {
    const { api, feed } = follow({
      listNodes: async () => {
        throw new Problem(429, "Too many wrong keys.");
      },
    });
    await vi.advanceTimersByTimeAsync(5_900);
    expect(api.listNodes).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(200);
    expect(api.listNodes).toHaveBeenCalledTimes(2);
    feed.stop();
  });

  it("is one at a time, with the topic that was named last", async () => {
    const { feed, asked, api } = follow({ listNodes: async () => nodes });
    await vi.advanceTimersByTimeAsync(0);
    feed.watch("tea");
    await vi.advanceTimersByTimeAsync(3_000);
    expect(asked).toEqual([null, "tea"]);
    expect(api.listNodes).toHaveBeenCalledTimes(2);
    feed.stop();
  });
});
