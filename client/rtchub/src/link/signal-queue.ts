import type { LinkSignal } from "./link-signals.js";

/** How long to wait before sending again what the service could not deliver. */
const RETRY_MS = 500;

interface Entry {
  readonly signal: LinkSignal;
  readonly order: number;
}

/**
 * Sends the signals of one link in order, each at once, until one cannot be delivered: then that one is sent again and again,
 * and the others wait for it.
 */
export class SignalQueue {
  readonly #deliver: (signal: LinkSignal) => Promise<boolean>;
  /** To be sent again, or for the first time, in order; the first one is the one that is tried. */
  #waiting: Entry[] = [];
  #asked = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isClosed = false;

  /** `deliver` resolves with false when the signal is to be sent again. */
  constructor(deliver: (signal: LinkSignal) => Promise<boolean>) {
    this.#deliver = deliver;
  }

  send(signal: LinkSignal): void {
    const entry = { signal, order: this.#asked++ };
    if (this.#waiting.length === 0) void this.#put(entry);
    else this.#waiting.push(entry);
  }

  /** The link has ended: what still waits is of no use. */
  close(): void {
    this.#isClosed = true;
    this.#waiting = [];
    clearTimeout(this.#timer);
  }

  async #put(entry: Entry): Promise<void> {
    if ((await this.#deliver(entry.signal)) || this.#isClosed) return;
    this.#waiting = [...this.#waiting, entry].sort((a, b) => a.order - b.order);
    this.#tryLater();
  }

  #tryLater(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#tryFirst(), RETRY_MS);
  }

  async #tryFirst(): Promise<void> {
    const [first] = this.#waiting;
    if (!first) return;
    const isThrough = await this.#deliver(first.signal);
    if (this.#isClosed) return;
    if (!isThrough) return this.#tryLater();
    for (const entry of this.#waiting.splice(0)) if (entry !== first) void this.#put(entry);
  }
}
