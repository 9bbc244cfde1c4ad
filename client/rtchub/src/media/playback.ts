/** The elements that play a peer's media: they have its volume, and the speaker that the room plays on. */
export class Playback {
  readonly #elements = new Set<HTMLMediaElement>();
  #volume = 1;
  #speakerId = "";

  get volume(): number {
    return this.#volume;
  }

  set volume(volume: number) {
    this.#volume = Math.min(1, Math.max(0, volume));
    for (const element of this.#elements) element.volume = this.#volume;
  }

  attach(element: HTMLMediaElement, stream: MediaStream): () => void {
    this.#elements.add(element);
    element.autoplay = true;
    element.srcObject = stream;
    element.volume = this.#volume;
    void setSpeaker(element, this.#speakerId).catch(() => {});
    return () => {
      this.#elements.delete(element);
      if (element.srcObject === stream) element.srcObject = null;
    };
  }

  async setSpeaker(deviceId: string): Promise<void> {
    this.#speakerId = deviceId;
    await Promise.all([...this.#elements].map((element) => setSpeaker(element, deviceId)));
  }

  close(): void {
    this.#elements.clear();
  }
}

/** Safari before 18.4 and Firefox before 116 cannot choose: everything comes out of the default there. */
async function setSpeaker(element: HTMLMediaElement, deviceId: string): Promise<void> {
  if ("setSinkId" in element && element.sinkId !== deviceId) await element.setSinkId(deviceId);
}
