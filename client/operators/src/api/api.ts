import { EventSourceParserStream } from "eventsource-parser/stream";
import { parseNodes, parseTopics, parseWatchedTopic } from "./parse";
import { refusalOf } from "./problem";
import type { NodeList, TopicPage, WatchedTopic } from "./shapes";

const answerMs = 10_000;

type Query = Record<string, string | number | null>;

export type FeedEvent = { nodes: NodeList } | { topic: WatchedTopic };

/** The management API, of which the page uses nothing but what docs/operations.md describes. */
export class Api {
  readonly #key: string;

  constructor(key: string) {
    this.#key = key;
  }

  async listNodes(signal: AbortSignal): Promise<NodeList> {
    return parseNodes(await (await this.#ask("GET", "nodes", {}, { signal })).json());
  }

  async listTopics(contains: string, limit: number, after: string | null): Promise<TopicPage> {
    const query = { contains: contains || null, limit, after };
    return parseTopics(await (await this.#ask("GET", "topics", query)).json());
  }

  async removePeer(topic: string, peerId: string): Promise<void> {
    await this.#ask("DELETE", `topic/peers/${encodeURIComponent(peerId)}`, { topic });
  }

  /** Without seconds the lock has no end. */
  async lock(topic: string, seconds: number | null): Promise<void> {
    await this.#ask("PUT", "topic/lock", { topic, seconds });
  }

  async unlock(topic: string): Promise<void> {
    await this.#ask("DELETE", "topic/lock", { topic });
  }

  async close(topic: string): Promise<void> {
    await this.#ask("DELETE", "topic", { topic });
  }

  async sendNotice(topic: string, text: string): Promise<void> {
    const headers = { "Content-Type": "application/json" };
    await this.#ask("POST", "topic/messages", { topic }, { headers, body: JSON.stringify({ text }) });
  }

  async drain(nodeId: string): Promise<void> {
    await this.#ask("POST", `nodes/${encodeURIComponent(nodeId)}/drain`);
  }

  /** The live feed, until it ends. What it has that is not for this page is passed over. */
  async *watch(topic: string | null, signal: AbortSignal): AsyncGenerator<FeedEvent> {
    const response = await this.#fetch("GET", "events", { topic }, { signal });
    if (!response.body) return;
    const events = response.body
      .pipeThrough(new TextDecoderStream())
      .pipeThrough(new EventSourceParserStream())
      .getReader();
    for (let next = await events.read(); !next.done; next = await events.read()) {
      const { event, data } = next.value;
      if (event === "nodes") yield { nodes: parseNodes(JSON.parse(data)) };
      if (event === "topic") yield { topic: parseWatchedTopic(JSON.parse(data)) };
    }
  }

  #ask(method: string, path: string, query: Query = {}, options: RequestInit = {}): Promise<Response> {
    const limits = [AbortSignal.timeout(answerMs), ...(options.signal ? [options.signal] : [])];
    return this.#fetch(method, path, query, { ...options, signal: AbortSignal.any(limits) });
  }

  async #fetch(method: string, path: string, query: Query, options: RequestInit): Promise<Response> {
    const given = Object.entries(query).filter(([, value]) => value !== null);
    const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
    const headers = { ...options.headers, Authorization: `Bearer ${this.#key}` };
    const response = await fetch(`api/v1/${path}?${search}`, { ...options, method, headers });
    if (!response.ok) throw await refusalOf(response);
    return response;
  }
}
