import { computed } from "@preact/signals";
import type { MediaView } from "../media/media-view";
import { words } from "../words";

/** Our own screen in the call. */
export class ScreenShare {
  readonly isOn = computed(() => this.#media.screen.value !== null);
  readonly isAvailable: boolean;
  readonly #media: MediaView;
  readonly #say: (text: string) => void;
  #isClosed = false;

  /** `say` tells the user what went wrong. */
  constructor(media: MediaView, say: (text: string) => void) {
    this.#media = media;
    this.#say = say;
    this.isAvailable = media.local.screen.isAvailable;
  }

  /** Shares it or ends that. To be called from a click or a key: the browser asks what to share. */
  async toggle(): Promise<void> {
    const { screen } = this.#media.local;
    if (screen.isOn || !this.isAvailable) return screen.turnOff();
    try {
      await screen.turnOn();
      // The browser's question may be answered after the call.
      if (this.#isClosed) screen.turnOff();
    } catch (error) {
      console.warn(error);
      this.#say(words.value.screen.failed);
    }
  }

  close(): void {
    this.#isClosed = true;
  }
}
