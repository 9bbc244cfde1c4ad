/** Your screen, or the window or tab of it that you share. */
export class LocalScreen {
  readonly #handleChange: () => void;
  #stream: MediaStream | null = null;

  /** @internal Made by `LocalMedia`. */
  constructor(handleChange: () => void) {
    this.#handleChange = handleChange;
  }

  /** What is shared; null for nothing. */
  get stream(): MediaStream | null {
    return this.#stream;
  }

  /** Whether it is shared. */
  get isOn(): boolean {
    return this.#stream !== null;
  }

  /** Whether this browser can share screens: those of phones cannot. */
  get isAvailable(): boolean {
    return typeof globalThis.navigator?.mediaDevices?.getDisplayMedia === "function";
  }

  /**
   * Has the person choose what to share; call it from a click. Resolves with false when they would rather not. Rejects with the browser's
   * error for another reason.
   */
  async turnOn(options: DisplayMediaStreamOptions = { video: true, audio: true }): Promise<boolean> {
    try {
      this.#take(await navigator.mediaDevices.getDisplayMedia(options));
      return true;
    } catch (error) {
      if (error instanceof Error && error.name === "NotAllowedError") return false;
      throw error;
    }
  }

  /** Ends the sharing. */
  turnOff(): void {
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    if (!this.#stream) return;
    this.#stream = null;
    this.#handleChange();
  }

  #take(stream: MediaStream): void {
    this.turnOff();
    this.#stream = stream;
    for (const track of stream.getVideoTracks()) {
      // For reading: rather sharp than smooth.
      track.contentHint = "detail";
      // By the browser's own button, or the window was closed.
      track.addEventListener("ended", () => this.#stream === stream && this.turnOff(), { once: true });
    }
    this.#handleChange();
  }
}
