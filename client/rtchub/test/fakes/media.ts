let counter = 0;

/** A track of the browser, as far as this library looks at it. */
export class FakeTrack {
  readonly id = `track-${++counter}`;
  readonly kind: string;
  constructor(kind: string) {
    this.kind = kind;
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
