import { CAMERA, type StreamLabel, StreamLabels } from "./stream-label.js";

/** Who hears of remote tracks. */
export interface RemoteMediaListener {
  createStream(): MediaStream;
  handleTrack(track: MediaStreamTrack, stream: MediaStream, label: StreamLabel): void;
  handleTrackRemoved(track: MediaStreamTrack, stream: MediaStream, label: StreamLabel): void;
}

/**
 * A peer's media in streams of our own: one MediaStream object for each label, for as long as the peer is here, so that a video
 * element keeps its `srcObject` even when the peer connection underneath is replaced.
 */
export class RemoteMedia {
  readonly #listener: RemoteMediaListener;
  readonly #labels = new StreamLabels();
  readonly #streams = new Map<StreamLabel, MediaStream>();

  constructor(listener: RemoteMediaListener) {
    this.#listener = listener;
  }

  /** The streams that have tracks now. */
  get streams(): ReadonlyMap<StreamLabel, MediaStream> {
    return new Map([...this.#streams].filter(([, stream]) => stream.getTracks().length > 0));
  }

  /** The one stream of that label, whether or not anything has come. */
  streamOf(label: StreamLabel): MediaStream {
    const stream = this.#streams.get(label) ?? this.#listener.createStream();
    this.#streams.set(label, stream);
    return stream;
  }

  /** Takes what a description says of the other end's streams. */
  handleLabels(streams: unknown): void {
    this.#labels.handleDescription(streams);
  }

  handleTrackEvent({ track, streams }: RTCTrackEvent): void {
    if (streams.length === 0) this.#add(CAMERA, track);
    for (const source of streams) {
      const label = this.#labels.of(source.id);
      this.#add(label, track);
      source.onremovetrack = (event) => this.#remove(label, event.track);
    }
  }

  /** The peer connection that the tracks came over is gone. */
  clear(): void {
    for (const [label, stream] of this.#streams)
      for (const track of stream.getTracks()) this.#remove(label, track);
  }

  #add(label: StreamLabel, track: MediaStreamTrack): void {
    const stream = this.streamOf(label);
    if (stream.getTracks().includes(track)) return;
    stream.addTrack(track);
    this.#listener.handleTrack(track, stream, label);
  }

  #remove(label: StreamLabel, track: MediaStreamTrack): void {
    const stream = this.#streams.get(label);
    if (!stream?.getTracks().includes(track)) return;
    stream.removeTrack(track);
    this.#listener.handleTrackRemoved(track, stream, label);
  }
}
