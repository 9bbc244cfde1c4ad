import { signal } from "@preact/signals";
import type { Api } from "../api/api";
import { type Problem, problemOf } from "../api/problem";
import type { NodeList, WatchedTopic } from "../api/shapes";

/** It tells of the nodes each second: one that is silent for longer has ended without a word, or has nothing to tell. */
const silenceMs = 5_000;
const pauseMs = 2_000;
/** After too many wrong keys the server wants to be left alone for so long. */
const barredMs = 6_000;

interface FeedListener {
  onNodes: (nodes: NodeList) => void;
  onTopic: (topic: WatchedTopic) => void;
  /** The key is of no use: it ends. */
  onRefused: (problem: Problem) => void;
}

/** Follows the server's live feed, and comes back to it by itself. */
export class Feed {
  /** Null while it is live. */
  readonly problem = signal<Problem | null>(null);
  readonly #api: Api;
  readonly #listener: FeedListener;
  #stop = new AbortController();

  constructor(api: Api, listener: FeedListener) {
    this.#api = api;
    this.#listener = listener;
  }

  /** From now on with that topic. */
  watch(topic: string | null): void {
    this.stop();
    this.#stop = new AbortController();
    void this.#follow(topic, this.#stop.signal);
  }

  stop(): void {
    this.#stop.abort();
  }

  async #follow(topic: string | null, stopped: AbortSignal): Promise<void> {
    while (!stopped.aborted) {
      const problem = await this.#listen(topic, stopped);
      if (stopped.aborted) return;
      if (problem.status === 401 || problem.status === 403) {
        this.#listener.onRefused(problem);
        return;
      }
      this.problem.value = problem;
      await pause(problem.status === 429 ? barredMs : pauseMs, stopped);
    }
  }

  /** Until that is over; why it is. */
  async #listen(topic: string | null, stopped: AbortSignal): Promise<Problem> {
    const silence = new AbortController();
    const expectMore = () => setTimeout(() => silence.abort(), silenceMs);
    let timer: ReturnType<typeof setTimeout> | undefined;
    try {
      // A feed says nothing while the other nodes are out of reach; this answers that they are.
      this.#hearNodes(await this.#api.listNodes(stopped));
      timer = expectMore();
      for await (const event of this.#api.watch(topic, AbortSignal.any([stopped, silence.signal]))) {
        if (stopped.aborted) break;
        clearTimeout(timer);
        timer = expectMore();
        if ("nodes" in event) this.#hearNodes(event.nodes);
        else this.#listener.onTopic(event.topic);
      }
      return problemOf(null);
    } catch (error) {
      return problemOf(error);
    } finally {
      clearTimeout(timer);
    }
  }

  #hearNodes(nodes: NodeList): void {
    this.problem.value = null;
    this.#listener.onNodes(nodes);
  }
}

function pause(ms: number, stopped: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    stopped.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
