/** By then the request for the socket has left: on a small machine the two would slow each other down. */
const LATER_MS = 10;

/**
 * A connection that is made before there is anyone to call: a page's first takes the browser tens of milliseconds, and a certificate
 * is made for each. There is one, for the first call; those that follow are made fast.
 */
export class SpareConnection {
  readonly #create: (configuration: RTCConfiguration) => RTCPeerConnection;
  #connection: RTCPeerConnection | null = null;
  /** What it is configured with, as JSON. */
  #configuration = "";
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(create: (configuration: RTCConfiguration) => RTCPeerConnection) {
    this.#create = create;
  }

  /** Makes it in a moment, with what the configuration is then. */
  prepare(configure: () => RTCConfiguration): void {
    this.#timer = setTimeout(() => {
      const configuration = configure();
      this.#configuration = JSON.stringify(configuration);
      try {
        this.#connection = this.#create(configuration);
      } catch {
        // Whoever takes one hears why there is none.
      }
    }, LATER_MS);
  }

  /** Gives it that configuration now, which takes time that the call would have to wait for. */
  configure(configuration: RTCConfiguration): void {
    const wanted = JSON.stringify(configuration);
    if (!this.#connection || wanted === this.#configuration) return;
    try {
      this.#connection.setConfiguration(configuration);
      this.#configuration = wanted;
    } catch {
      // Not every browser can.
      this.close();
    }
  }

  /** The spare one with that configuration, or another. */
  take(configuration: RTCConfiguration): RTCPeerConnection {
    this.configure(configuration);
    const spare = this.#connection;
    this.#connection = null;
    clearTimeout(this.#timer);
    return spare ?? this.#create(configuration);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#connection?.close();
    this.#connection = null;
  }
}
