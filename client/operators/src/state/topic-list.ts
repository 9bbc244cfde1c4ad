import { signal } from "@preact/signals";
import type { Api } from "../api/api";
import { type Problem, problemOf } from "../api/problem";
import type { TopicPage } from "../api/shapes";

const pageLength = 50;
/** Whoever looks for one among more than these does better with a search. */
export const mostTopics = 1_000;
/** A page that is searched for may come with few, though there are more. */
const mostAnswers = 10;
const refreshMs = 3_000;

/** The topics that a search finds, page by page, which follow what happens. */
export class TopicList {
  readonly query = signal("");
  /** Null until the first are there. */
  readonly page = signal<TopicPage | null>(null);
  readonly problem = signal<Problem | null>(null);
  readonly #api: Api;
  #wanted = pageLength;
  #round = 0;

  constructor(api: Api) {
    this.#api = api;
  }

  search(query: string): void {
    this.query.value = query;
    this.#wanted = pageLength;
    void this.refresh();
  }

  more(): void {
    this.#wanted = Math.min(mostTopics, this.#wanted + pageLength);
    void this.refresh();
  }

  /** Refreshes it from now on, until it is told to stop. */
  follow(): () => void {
    void this.refresh();
    const timer = setInterval(() => {
      if (!document.hidden) void this.refresh();
    }, refreshMs);
    return () => clearInterval(timer);
  }

  async refresh(): Promise<void> {
    const round = ++this.#round;
    try {
      const page = await this.#load();
      // What was asked for meanwhile is what counts.
      if (round !== this.#round) return;
      this.page.value = page;
      this.problem.value = null;
    } catch (error) {
      if (round === this.#round) this.problem.value = problemOf(error);
    }
  }

  async #load(): Promise<TopicPage> {
    const [query, wanted] = [this.query.value, this.#wanted];
    let { topics, next } = await this.#api.listTopics(query, wanted, null);
    for (let answers = 1; next !== null && topics.length < wanted && answers < mostAnswers; answers++) {
      const page = await this.#api.listTopics(query, wanted - topics.length, next);
      topics = [...topics, ...page.topics];
      next = page.next;
    }
    return { topics, next };
  }
}
