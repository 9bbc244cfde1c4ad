/** Who hears of remote tracks. */
export interface RemoteMediaListener {
  createStream(): MediaStream;
  handleTrack(track: MediaStreamTrack, stream: MediaStream): void;
  handleTrackRemoved(track: MediaStreamTrack, stream: MediaStream): void;
}

/**
 * A peer's media in streams of our own: one MediaStream object for each of its streams, for as long as the peer is here, so that a video
 * element keeps its `srcObject` even when the peer connection underneath is replaced.
 */
export class RemoteMedia {
  readonly #listener: RemoteMediaListener;
  readonly #streams = new Map<string, MediaStream>();

  constructor(listener: RemoteMediaListener) {
    this.#listener = listener;
  }

  /** The first stream, or null while nothing has come. */
  get stream(): MediaStream | null {
    return this.#streams.values().next().value ?? null;
  }

  handleTrackEvent({ track, streams }: RTCTrackEvent): void {
    if (streams.length === 0) this.#add("", track);
    for (const source of streams) {
      this.#add(source.id, track);
      source.onremovetrack = (event) => this.#remove(source.id, event.track);
    }
  }

  /** The peer connection that the tracks came over is gone. */
  clear(): void {
    for (const [id, stream] of this.#streams) for (const track of stream.getTracks()) this.#remove(id, track);
  }

  #add(id: string, track: MediaStreamTrack): void {
    const stream = this.#streams.get(id) ?? this.#listener.createStream();
    this.#streams.set(id, stream);
    if (stream.getTracks().includes(track)) return;
    stream.addTrack(track);
    this.#listener.handleTrack(track, stream);
  }

  #remove(id: string, track: MediaStreamTrack): void {
    const stream = this.#streams.get(id);
    if (!stream?.getTracks().includes(track)) return;
    stream.removeTrack(track);
    this.#listener.handleTrackRemoved(track, stream);
  }
}
