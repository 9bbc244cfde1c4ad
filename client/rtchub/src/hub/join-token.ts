import { RtcHubError, report } from "../errors.js";
import type { Outbox } from "./outbox.js";
import { Renewal } from "./renewal.js";
import { parseTtl } from "./wire.js";

/** What the session shows to be let in; renewed before it ends, if the application can give another. */
export class JoinToken {
  readonly #accessToken: (() => string | Promise<string>) | undefined;
  readonly #outbox: Outbox;
  readonly #handleRenewed: () => void;
  readonly #renewal = new Renewal(async () => this.refresh(await this.ask()));

  /** `handleRenewed` hears of each token that the service has taken in place of the one before. */
  constructor(
    accessToken: (() => string | Promise<string>) | undefined,
    outbox: Outbox,
    handleRenewed: () => void,
  ) {
    this.#accessToken = accessToken;
    this.#outbox = outbox;
    this.#handleRenewed = handleRenewed;
  }

  /** A token of the application's; empty when it has none to give. */
  async ask(): Promise<string> {
    try {
      return (await this.#accessToken?.()) ?? "";
    } catch (error) {
      // It is asked again a little later: nobody else would hear of this.
      report(error);
      throw error;
    }
  }

  /** Shows another token to the service. Returns how long it lasts, in milliseconds; undefined when it does not end. */
  async refresh(token: string): Promise<number | undefined> {
    const { code, fields } = await this.#outbox.call("RefreshToken", [token]);
    if (code !== "ok") throw new RtcHubError(code);
    const ttlMs = parseTtl(fields.tokenTtlMs);
    this.handleTtl(ttlMs);
    // Without it the service takes no tokens: nothing can have changed.
    if (ttlMs !== undefined) this.#handleRenewed();
    return ttlMs;
  }

  /** The service says how long the token lasts from now on; undefined when it does not end, or counts for nothing. */
  handleTtl(ttlMs: number | undefined): void {
    if (this.#accessToken) this.#renewal.handleRenewed(ttlMs);
  }

  close(): void {
    this.#renewal.stop();
  }
}
