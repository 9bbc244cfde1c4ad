let counter = 0;

/** A track of the browser, as far as this library looks at it. */
export class FakeTrack extends EventTarget {
  readonly id = `track-${++counter}`;
  readonly kind: string;
  readyState: MediaStreamTrackState = "live";
  enabled = true;
  deviceId: string | undefined;
  constructor(kind: string) {
    super();
    this.kind = kind;
  }
  getSettings(): MediaTrackSettings {
    return { width: 1280, height: 720, ...(this.deviceId && { deviceId: this.deviceId }) };
  }
  stop(): void {
    this.readyState = "ended";
  }
  /** As when its device is unplugged, or the browser's own button ends the sharing. */
  handleEnded(): void {
    this.stop();
    this.dispatchEvent(new Event("ended"));
  }
}

/** A MediaStream of the browser. */
export class FakeStream {
  readonly id: string;
  onremovetrack: ((event: { track: FakeTrack }) => void) | null = null;
  readonly #tracks: FakeTrack[];
  constructor(tracks: FakeTrack[] = [], id = `stream-${++counter}`) {
    this.id = id;
    this.#tracks = [...tracks];
  }
  getTracks(): FakeTrack[] {
    return [...this.#tracks];
  }
  getVideoTracks(): FakeTrack[] {
    return this.#tracks.filter(({ kind }) => kind === "video");
  }
  addTrack(track: FakeTrack): void {
    if (!this.#tracks.includes(track)) this.#tracks.push(track);
  }
  removeTrack(track: FakeTrack): void {
    const index = this.#tracks.indexOf(track);
    if (index >= 0) this.#tracks.splice(index, 1);
  }
}

/** A local stream with one track of each kind. */
export function fakeMedia(...kinds: string[]): MediaStream {
  return new FakeStream(kinds.map((kind) => new FakeTrack(kind))) as unknown as MediaStream;
}
