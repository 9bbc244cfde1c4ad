import type { Rtc } from "./rtc.js";

/**
 * A connection that is made before there is anyone to call: a page's first takes the browser tens of milliseconds, and a certificate
 * is made for each. There is one, for the first call; those that follow are made fast.
 */
export class SpareConnection {
  readonly #rtc: Rtc;
  #connection: RTCPeerConnection | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(rtc: Rtc) {
    this.#rtc = rtc;
  }

  /** Makes it as soon as nothing else is to be done. */
  prepare(configuration: RTCConfiguration): void {
    this.#timer = setTimeout(() => {
      try {
        this.#connection = this.#rtc.createConnection(configuration);
      } catch {
        // Whoever takes one hears why there is none.
      }
    });
  }

  /** The spare one with that configuration, or another. */
  take(configuration: RTCConfiguration): RTCPeerConnection {
    clearTimeout(this.#timer);
    const spare = this.#connection;
    this.#connection = null;
    try {
      spare?.setConfiguration(configuration);
    } catch {
      // Not every browser can.
      spare?.close();
      return this.#rtc.createConnection(configuration);
    }
    return spare ?? this.#rtc.createConnection(configuration);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#connection?.close();
    this.#connection = null;
  }
}
