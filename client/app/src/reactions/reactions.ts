import { signal } from "@preact/signals";
import { ownKey } from "../state/stage-view";
import { type Emoji, type ReactionMessage, reactionMessage } from "./reaction-message";

/** How long a reaction floats; reactions.css takes as long. */
const shownMs = 3000;
/** So many float over one tile at once. As each stays for a while, nobody can flood the screen. */
const mostOfOne = 5;

export interface Reaction {
  id: number;
  /** Whose tile it floats over. */
  key: number;
  name: string;
  emoji: Emoji;
}

/** The reactions that are on the screen now. */
export class Reactions {
  readonly shown = signal<readonly Reaction[]>([]);
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();
  #lastId = 0;

  constructor(private readonly sendToAll: (message: ReactionMessage) => unknown) {}

  /** Ours are limited as the others' are: nobody sees more of them than we do. */
  send(emoji: Emoji, name: string): void {
    if (this.#show({ key: ownKey, name, emoji })) this.sendToAll(reactionMessage(emoji));
  }

  receive(key: number, name: string, emoji: Emoji): void {
    this.#show({ key, name, emoji });
  }

  clear(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    this.shown.value = [];
  }

  #show(reaction: Omit<Reaction, "id">): boolean {
    if (this.shown.value.filter(({ key }) => key === reaction.key).length >= mostOfOne) return false;
    const id = ++this.#lastId;
    this.shown.value = [...this.shown.value, { ...reaction, id }];
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.shown.value = this.shown.value.filter((shown) => shown.id !== id);
    }, shownMs);
    this.#timers.add(timer);
    return true;
  }
}
