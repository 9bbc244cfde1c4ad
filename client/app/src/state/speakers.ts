import { type ReadonlySignal, signal } from "@preact/signals";
import { voiceLevel } from "../media/voice-level";
import type { PeerView } from "./peer-view";

// On the scale of RTP's audio levels, 1 is as loud as it gets: quiet speech, and the noise of a room, lie around this.
const audible = 0.015;
const listenEveryMs = 200;
const decay = 0.7;
/** Someone has to be so much louder to be taken for the one who has the word. */
const lead = 1.5;

/** Who is heard now, and who has the word, from how loud everyone is a few times a second. */
export class Speakers {
  /** The keys of those who are heard now. */
  readonly speaking = signal<ReadonlySet<number>>(new Set());
  /** Who speaks or spoke last; null before anybody did. */
  readonly activeKey = signal<number | null>(null);
  #levels = new Map<number, number>();

  /** Listens until the returned function is called. A muted microphone is silent, whatever came last. */
  listenTo(peers: ReadonlySignal<readonly PeerView[]>): () => void {
    const timer = setInterval(() => {
      const levels = peers.value.map(({ key, connection, microphoneOn }): [number, number] => [
        key,
        microphoneOn ? voiceLevel(connection) : 0,
      ]);
      this.hear(new Map(levels));
    }, listenEveryMs);
    return () => clearInterval(timer);
  }

  /** Levels from 0 to 1 by the peer's key; whoever is not among them is gone. */
  hear(levels: ReadonlyMap<number, number>): void {
    const smooth = ([key, level]: [number, number]): [number, number] => [
      key,
      Math.max(level, (this.#levels.get(key) ?? 0) * decay),
    ];
    this.#levels = new Map([...levels].map(smooth));
    const speaking = [...this.#levels].filter(([, level]) => level >= audible).map(([key]) => key);
    if (speaking.join() !== [...this.speaking.value].join()) this.speaking.value = new Set(speaking);
    this.#choose();
  }

  #choose(): void {
    const active = this.activeKey.value;
    const current = active === null ? 0 : (this.#levels.get(active) ?? 0);
    const threshold = Math.max(audible, current * lead);
    let loudest: number | null = null;
    for (const [key, level] of this.#levels)
      if (key !== active && level >= (loudest === null ? threshold : (this.#levels.get(loudest) ?? 0)))
        loudest = key;
    if (loudest !== null) this.activeKey.value = loudest;
    else if (active !== null && !this.#levels.has(active)) this.activeKey.value = null;
  }
}
