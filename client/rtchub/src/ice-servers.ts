/** TURN credentials are short-lived: a link that is restarted late in a call needs new ones. */
const RENEW_MS = 10 * 60_000;

/** What the application adds to the ICE servers of the service. */
export interface IceOptions {
  iceServers?: RTCIceServer[];
  iceTransportPolicy?: RTCIceTransportPolicy;
}

/** The ICE servers of the room, kept fresh. */
export class IceServers {
  readonly #options: IceOptions;
  readonly #handleRenewed: () => void;
  readonly #timer: ReturnType<typeof setInterval>;
  #ofService: RTCIceServer[] = [];

  constructor(options: IceOptions, fetch: () => Promise<RTCIceServer[]>, handleRenewed: () => void) {
    this.#options = options;
    this.#handleRenewed = handleRenewed;
    this.#timer = setInterval(() => {
      // When it fails, the ones we have may still do, and the next time comes.
      fetch().then(
        (servers) => this.set(servers),
        () => {},
      );
    }, RENEW_MS);
  }

  get configuration(): RTCConfiguration {
    const { iceServers = [], iceTransportPolicy } = this.#options;
    return {
      iceServers: [...this.#ofService, ...iceServers],
      ...(iceTransportPolicy && { iceTransportPolicy }),
    };
  }

  set(ofService: RTCIceServer[]): void {
    this.#ofService = ofService;
    this.#handleRenewed();
  }

  close(): void {
    clearInterval(this.#timer);
  }
}
