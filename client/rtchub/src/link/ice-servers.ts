import { hasTurn } from "../health/link-problem.js";
import { Renewal } from "../hub/renewal.js";
import type { IceSettings } from "../hub/wire.js";

/** How long a negotiation waits for new credentials, before it goes on with those there are. */
const PATIENCE_MS = 3_000;

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
  readonly #renewal = new Renewal(() => this.#renew());
  #ofService: IceSettings = { iceServers: [] };
  #renewing: Promise<void> | null = null;

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
      // Every browser bundles (RFC 9143): candidates need not be gathered for camera, microphone and data apart.
      bundlePolicy: "max-bundle",
      ...(policy && { iceTransportPolicy: policy }),
    };
  }

  /** The same through TURN only, where there is a TURN server. */
  get relayConfiguration(): RTCConfiguration {
    const { configuration } = this;
    return hasTurn(configuration.iceServers ?? [])
      ? { ...configuration, iceTransportPolicy: "relay" }
      : configuration;
  }

  /** Takes what the service gave. */
  set(ofService: IceSettings): void {
    this.#ofService = ofService;
    this.#renewal.handleRenewed(ofService.iceServersTtlMs);
    this.#handleChanged();
  }

  /** Resolves when candidates may be gathered: with credentials that last, or when there is no waiting for them any longer. */
  async prepare(): Promise<void> {
    if (!this.#renewal.isEnding) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, PATIENCE_MS);
    });
    // When the service gives none, those we have may still do.
    await Promise.race([this.#renew().catch(() => {}), patience]);
    clearTimeout(timer);
  }

  close(): void {
    this.#renewal.stop();
  }

  #renew(): Promise<void> {
    this.#renewing ??= this.#fetch()
      .then((ofService) => this.set(ofService))
      .finally(() => {
        this.#renewing = null;
      });
    return this.#renewing;
  }
}
