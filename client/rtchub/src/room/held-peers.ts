import type { Peer } from "../hub/wire.js";

/** Newcomers who may be someone we are still in a call with, under a new id: kept back until that is clear. */
export class HeldPeers {
  readonly #held = new Map<string, { peer: Peer; timer: ReturnType<typeof setTimeout> }>();

  /** Keeps `peer` for at most `ms`, then hands it out. */
  hold(peer: Peer, ms: number, handleOver: (peer: Peer) => void): void {
    this.drop(peer.peerId);
    const timer = setTimeout(() => {
      const held = this.take(peer.peerId);
      if (held) handleOver(held);
    }, ms);
    this.#held.set(peer.peerId, { peer, timer });
  }

  /** Takes a peer out, as the service described it last. */
  take(peerId: string): Peer | undefined {
    const peer = this.#held.get(peerId)?.peer;
    this.drop(peerId);
    return peer;
  }

  handleUpdated(peer: Peer): boolean {
    const held = this.#held.get(peer.peerId);
    if (held) held.peer = peer;
    return held !== undefined;
  }

  ids(): string[] {
    return [...this.#held.keys()];
  }

  drop(peerId: string): void {
    clearTimeout(this.#held.get(peerId)?.timer);
    this.#held.delete(peerId);
  }

  clear(): void {
    for (const peerId of this.ids()) this.drop(peerId);
  }
}
