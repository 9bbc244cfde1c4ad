import { signal } from "@preact/signals";

/** Plays the others' media; remembers what the browser would not start without a click. */
export class SoundPermission {
  readonly blocked = signal(false);
  readonly #waiting = new Set<HTMLMediaElement>();

  async play(element: HTMLMediaElement): Promise<void> {
    try {
      await element.play();
      this.forget(element);
    } catch (error) {
      // Other reasons (a new stream was set meanwhile) are followed by another play().
      if (error instanceof Error && error.name === "NotAllowedError") this.#waiting.add(element);
      this.blocked.value = this.#waiting.size > 0;
    }
  }

  /** To be called from a click. */
  allow(): void {
    for (const element of this.#waiting) void this.play(element);
  }

  forget(element: HTMLMediaElement): void {
    this.#waiting.delete(element);
    this.blocked.value = this.#waiting.size > 0;
  }
}
