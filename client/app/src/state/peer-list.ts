import { signal } from "@preact/signals";
import type { RemotePeer } from "rtchub";
import { type PeerView, viewPeer } from "./peer-view";

/** The peers of the call in the order in which they were met. */
export class PeerList {
  readonly views = signal<readonly PeerView[]>([]);
  readonly #keys = new Map<RemotePeer, number>();
  #lastKey = 0;

  add(peer: RemotePeer): void {
    this.#keys.set(peer, ++this.#lastKey);
    this.refresh();
  }

  remove(peer: RemotePeer): void {
    this.#keys.delete(peer);
    this.refresh();
  }

  has(peer: RemotePeer): boolean {
    return this.#keys.has(peer);
  }

  keyOf(peer: RemotePeer): number | undefined {
    return this.#keys.get(peer);
  }

  /** Calls are small: taking every snapshot anew is cheaper than getting a partial update wrong. */
  refresh(): void {
    this.views.value = [...this.#keys].map(([peer, key]) => viewPeer(peer, key));
  }
}
