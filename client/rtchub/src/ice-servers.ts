import type { IceSettings } from "./wire.js";

/** Nothing is begun with credentials that end within this time (or their last quarter, when they are shorter-lived). */
const ENDING_MS = 30_000;
/** How long a negotiation waits for new credentials, before it goes on with those there are. */
const PATIENCE_MS = 3_000;
const FIRST_RETRY_MS = 2_000;
const LONGEST_RETRY_MS = 60_000;
/** Browsers count timers in 32 bits; a longer one would end at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** What the application adds to the ICE servers of the service. */
export interface IceOptions {
  iceServers?: RTCIceServer[];
  iceTransportPolicy?: RTCIceTransportPolicy;
}

/** The ICE servers of the room, fetched anew before their credentials end. */
export class IceServers {
  readonly #options: IceOptions;
  readonly #fetch: () => Promise<IceSettings>;
  readonly #handleChanged: () => void;
  #ofService: IceSettings = { iceServers: [] };
  /** From this time on, in `Date.now()`, the credentials are not to be begun with. */
  #endingAt = Number.POSITIVE_INFINITY;
  #fetching: Promise<void> | null = null;
  #retryMs = FIRST_RETRY_MS;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isClosed = false;

  constructor(options: IceOptions, fetch: () => Promise<IceSettings>, handleChanged: () => void) {
    this.#options = options;
    this.#fetch = fetch;
    this.#handleChanged = handleChanged;
  }

  get configuration(): RTCConfiguration {
    const { iceServers = [], iceTransportPolicy } = this.#options;
    const policy = this.#ofService.relayOnly ? "relay" : iceTransportPolicy;
    return {
      iceServers: [...this.#ofService.iceServers, ...iceServers],
      ...(policy && { iceTransportPolicy: policy }),
    };
  }

  /** Takes what the service gave. */
  set(ofService: IceSettings): void {
    if (this.#isClosed) return;
    this.#ofService = ofService;
    this.#retryMs = FIRST_RETRY_MS;
    clearTimeout(this.#timer);
    const ttlMs = ofService.iceServersTtlMs ?? Number.POSITIVE_INFINITY;
    this.#endingAt = Date.now() + ttlMs - Math.min(ENDING_MS, ttlMs / 4);
    if (ttlMs < Number.POSITIVE_INFINITY) this.#fetchIn(Math.max((ttlMs * 3) / 4, FIRST_RETRY_MS));
    this.#handleChanged();
  }

  /** Resolves when candidates may be gathered: with credentials that last, or when there is no waiting for them any longer. */
  async prepare(): Promise<void> {
    // A timer that slept with the device is late.
    if (Date.now() < this.#endingAt) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, PATIENCE_MS);
    });
    await Promise.race([this.#renew(), patience]);
    clearTimeout(timer);
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  #fetchIn(ms: number): void {
    clearTimeout(this.#timer);
    if (this.#isClosed) return;
    this.#timer = setTimeout(() => this.#renew(), Math.min(ms, LONGEST_TIMER_MS));
  }

  /** Resolves when an answer is there, whichever. */
  #renew(): Promise<void> {
    this.#fetching ??= this.#fetch()
      .then(
        (ofService) => this.set(ofService),
        // Those we have may still do.
        () => this.#retry(),
      )
      .finally(() => {
        this.#fetching = null;
      });
    return this.#fetching;
  }

  #retry(): void {
    this.#fetchIn(this.#retryMs);
    this.#retryMs = Math.min(this.#retryMs * 2, LONGEST_RETRY_MS);
  }
}
