/** What a stream is: "camera" (with the microphone), "screen", or a name of the application's own of at most 64 characters. */
export type StreamLabel = string;

export const CAMERA: StreamLabel = "camera";
export const SCREEN: StreamLabel = "screen";

/** More than anyone sends; what another client tells beyond it is not kept. */
const MAX_LABELS = 32;
const MAX_LENGTH = 64;

/** What the other end says its streams are, by their ids. */
export class StreamLabels {
  readonly #labels = new Map<string, StreamLabel>();

  /** Takes the field `streams` of a description. */
  handleDescription(streams: unknown): void {
    if (typeof streams !== "object" || streams === null) return;
    for (const [id, label] of Object.entries(streams))
      if (typeof label === "string" && label.length <= MAX_LENGTH && this.#labels.size < MAX_LABELS)
        this.#labels.set(id, label);
  }

  /** The first stream that nobody has named is the camera, a further one goes by its id. */
  of(id: string): StreamLabel {
    const known = this.#labels.get(id);
    if (known !== undefined) return known;
    const label = [...this.#labels.values()].includes(CAMERA) ? id : CAMERA;
    this.#labels.set(id, label);
    return label;
  }
}
