import { effect, signal } from "@preact/signals";
import { Toasts } from "rtchub-ui";
import { Api } from "../api/api";
import { type Problem, problemOf } from "../api/problem";
import type { NodeList, WatchedTopic } from "../api/shapes";
import { Feed } from "./feed";
import { History } from "./history";
import { loadKey, storeKey } from "./key-store";
import { openTopic } from "./route";
import { TopicList } from "./topic-list";

/** With a key that may be the right one. */
export interface Session {
  feed: Feed;
  topics: TopicList;
}

/** What the page knows and does. */
export class OperatorsState {
  /** Null without a key. */
  readonly session = signal<Session | null>(null);
  /** Why the last key was of no use. */
  readonly refusal = signal<Problem | null>(null);
  readonly nodes = signal<NodeList | null>(null);
  readonly topic = signal<WatchedTopic | null>(null);
  readonly history = new History();
  readonly toasts = new Toasts();
  #api = new Api("");
  #stopFollowing = () => {};

  constructor() {
    const key = loadKey();
    if (key !== null) this.enter(key);
  }

  enter(key: string): void {
    storeKey(key);
    this.refusal.value = null;
    this.#api = new Api(key);
    const feed = new Feed(this.#api, {
      onNodes: (nodes) => this.#showNodes(nodes),
      onTopic: (topic) => {
        this.topic.value = topic;
      },
      onRefused: (problem) => {
        this.leave();
        this.refusal.value = problem;
      },
    });
    this.session.value = { feed, topics: new TopicList(this.#api) };
    this.#stopFollowing = effect(() => {
      this.topic.value = null;
      feed.watch(openTopic.value);
    });
  }

  /** Forgets the key, and what it let us see. */
  leave(): void {
    storeKey(null);
    this.#stopFollowing();
    this.session.peek()?.feed.stop();
    this.session.value = null;
    this.nodes.value = null;
    this.topic.value = null;
    this.history.clear();
    this.toasts.clear();
  }

  removePeer(topic: string, peerId: string, name: string): Promise<void> {
    return this.#act(() => this.#api.removePeer(topic, peerId), `Removed ${name}.`);
  }

  lock(topic: string, seconds: number | null): Promise<void> {
    return this.#act(() => this.#api.lock(topic, seconds), "Locked: nobody gets in.");
  }

  unlock(topic: string): Promise<void> {
    return this.#act(() => this.#api.unlock(topic), "Unlocked.");
  }

  close(topic: string, lockFirst: boolean): Promise<void> {
    return this.#act(async () => {
      if (lockFirst) await this.#api.lock(topic, null);
      await this.#api.close(topic);
    }, "Closed: everybody was removed.");
  }

  sendNotice(topic: string, text: string): Promise<void> {
    return this.#act(() => this.#api.sendNotice(topic, text), "Sent to everybody who is in.");
  }

  drain(nodeId: string, name: string): Promise<void> {
    return this.#act(() => this.#api.drain(nodeId), `Node ${name} drains.`);
  }

  /** What came of it is said; what it changed comes with the feed. */
  async #act(act: () => Promise<void>, done: string): Promise<void> {
    try {
      await act();
      this.toasts.show(done);
    } catch (error) {
      this.toasts.show(`That did not work. ${problemOf(error).message}`);
    }
  }

  #showNodes(nodes: NodeList): void {
    this.nodes.value = nodes;
    this.history.add(nodes, Date.now());
  }
}
