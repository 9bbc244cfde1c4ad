import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { PeerView } from "./peer-view";
import { loadPreferences, remember } from "./preferences";

/** Our own tile, among the peers' keys, which begin at 1. */
export const ownKey = 0;

/** The tile of the screen that the peer with that key shares. */
export function screenKeyOf(key: number): number {
  return -key;
}

/** How the people of a call are laid out: all alike, or one of them large. */
export class StageView {
  readonly isSpeakerView = signal(loadPreferences().view === "speaker");
  /** Whom we want to see large, whoever speaks. */
  readonly pinnedKey = computed(() => (this.#isHere(this.#pinned.value) ? this.#pinned.value : null));
  /** The tile that is large, in the speaker view rather a screen than a face; null when all are alike. */
  readonly featuredKey = computed(() => {
    const [first] = this.#peers.value;
    if (!first) return null;
    if (this.pinnedKey.value !== null) return this.pinnedKey.value;
    if (!this.isSpeakerView.value) return null;
    const sharing = this.#peers.value.findLast(({ screen }) => screen);
    return sharing ? screenKeyOf(sharing.key) : (this.#activeKey.value ?? first.key);
  });
  readonly #pinned = signal<number | null>(null);
  readonly #peers: ReadonlySignal<readonly PeerView[]>;
  readonly #activeKey: ReadonlySignal<number | null>;

  constructor(peers: ReadonlySignal<readonly PeerView[]>, activeKey: ReadonlySignal<number | null>) {
    this.#peers = peers;
    this.#activeKey = activeKey;
  }

  toggleSpeakerView(): void {
    this.isSpeakerView.value = !this.isSpeakerView.value;
    remember({ view: this.isSpeakerView.value ? "speaker" : "gallery" });
  }

  /** Pins a tile in place of any other, or lets go of it. */
  togglePin(key: number): void {
    this.#pinned.value = this.pinnedKey.value === key ? null : key;
  }

  /** Pins whoever has the word; when anyone is pinned, lets go. */
  togglePinOfSpeaker(): void {
    const key = this.pinnedKey.value ?? this.#activeKey.value ?? this.#peers.value[0]?.key;
    if (key !== undefined) this.togglePin(key);
  }

  #isHere(key: number | null): boolean {
    if (key === ownKey) return true;
    return this.#peers.value.some(
      (peer) => peer.key === key || (peer.screen && screenKeyOf(peer.key) === key),
    );
  }
}
