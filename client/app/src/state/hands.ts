import { computed, effect, type ReadonlySignal, signal, untracked } from "@preact/signals";
import type { PeerView } from "./peer-view";
import { ownKey } from "./stage-view";

const highest = 1_000_000;

/** A hand as a peer tells of it: 0 is down, and so is whatever is no hand. */
export function parseHand(value: unknown): number {
  return Number.isInteger(value) && Number(value) > 0 && Number(value) <= highest ? Number(value) : 0;
}

/**
 * The raised hands. Each carries a number above all that were up when it went up: so everyone, newcomers too, sees them in the order of
 * raising, and no clocks need to agree.
 */
export class Hands {
  /** Our own hand, as in our metadata. */
  readonly own = signal(0);
  /** The keys of those who raised a hand, the first to do so first. */
  readonly order = computed(() =>
    [...this.#all()]
      .filter(([, hand]) => hand > 0)
      .sort(([, first], [, second]) => first - second)
      .map(([key]) => key),
  );
  readonly #peers: ReadonlySignal<readonly PeerView[]>;

  constructor(peers: ReadonlySignal<readonly PeerView[]>) {
    this.#peers = peers;
  }

  toggle(): void {
    const raised = Math.min(highest, Math.max(...this.#all().map(([, hand]) => hand)) + 1);
    this.own.value = this.own.value > 0 ? 0 : raised;
  }

  /** 1 for the first who raised a hand, 0 for whoever did not. */
  placeOf(key: number): number {
    return this.order.value.indexOf(key) + 1;
  }

  /** Calls back with each of the others who raises a hand from now on, until the returned function is called. */
  onRaised(tell: (name: string) => void): () => void {
    let before = this.order.peek();
    return effect(() => {
      const fresh = this.order.value.filter((key) => !before.includes(key));
      before = this.order.value;
      untracked(() => {
        for (const { key, name } of this.#peers.value) if (fresh.includes(key)) tell(name);
      });
    });
  }

  #all(): [key: number, hand: number][] {
    return [
      ...this.#peers.value.map(({ key, hand }): [number, number] => [key, hand]),
      [ownKey, this.own.value],
    ];
  }
}
