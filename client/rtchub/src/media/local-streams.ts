import { CAMERA, type StreamLabel } from "./stream-label.js";

/** What is sent under one label. */
export interface OutgoingStream {
  label: StreamLabel;
  tracks: MediaStreamTrack[];
  /** Its id is what the others see of the label, whatever tracks there are: those that come later join the same stream there. */
  carrier: MediaStream;
}

/** What we send to everyone: a stream for each label. */
export class LocalStreams {
  readonly #createStream: () => MediaStream;
  readonly #handleEnded: () => void;
  readonly #streams = new Map<StreamLabel, MediaStream>();
  readonly #carriers = new Map<StreamLabel, MediaStream>();

  /** `handleEnded`: a track has ended without having been taken out. */
  constructor(createStream: () => MediaStream, handleEnded: () => void) {
    this.#createStream = createStream;
    this.#handleEnded = handleEnded;
  }

  get(label: StreamLabel): MediaStream | null {
    return this.#streams.get(label) ?? null;
  }

  set(label: StreamLabel, stream: MediaStream | null): void {
    this.#watch(this.#streams.get(label), "removeEventListener");
    this.#watch(stream, "addEventListener");
    if (!stream) this.#streams.delete(label);
    else this.#streams.set(label, stream);
    if (stream && !this.#carriers.has(label)) this.#carriers.set(label, this.#createStream());
  }

  /** Nothing is listened to any more; the tracks are not ours to end. */
  close(): void {
    for (const stream of this.#streams.values()) this.#watch(stream, "removeEventListener");
  }

  /** What is to be sent now. Tracks that have ended are over: a shared screen that the browser's own button has stopped. */
  get outgoing(): OutgoingStream[] {
    return [...this.#streams].flatMap(([label, stream]) => {
      const carrier = this.#carriers.get(label);
      const tracks = stream.getTracks().filter((track) => track.readyState !== "ended");
      return carrier ? [{ label, tracks, carrier }] : [];
    });
  }

  /** Tells the other end which of our streams is what, in a field of our descriptions; a camera goes without saying. */
  get description(): { streams?: Record<string, StreamLabel> } {
    const labels = [...this.#carriers].filter(([label]) => label !== CAMERA);
    if (labels.length === 0) return {};
    return { streams: Object.fromEntries(labels.map(([label, { id }]) => [id, label])) };
  }

  #watch(stream: MediaStream | null | undefined, method: "addEventListener" | "removeEventListener"): void {
    for (const track of stream?.getTracks() ?? []) track[method]("ended", this.#handleEnded);
  }
}
