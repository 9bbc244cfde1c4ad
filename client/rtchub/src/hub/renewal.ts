/** Renewed at least this long before the end, and nothing is begun with what ends within this time (when it lasts long enough for that). */
const MARGIN_MS = 30_000;
const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 60_000;
/** Browsers count timers in 32 bits; a longer one would end at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Renews what the service gives for a while: well before it ends, and after a failure with growing waits, until it has ended. */
export class Renewal {
  readonly #renew: () => Promise<unknown>;
  /** In `Date.now()`, which goes on while the device sleeps. */
  #endsAt = Number.POSITIVE_INFINITY;
  #endingAt = Number.POSITIVE_INFINITY;
  #retryMs = FIRST_RETRY_MS;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `renew` rejects when it failed; what it got is told with `handleRenewed`. */
  constructor(renew: () => Promise<unknown>) {
    this.#renew = renew;
  }

  /** True when it is too late to begin something with what there is. */
  get isEnding(): boolean {
    return Date.now() >= this.#endingAt;
  }

  /** What there is now lasts this long; undefined: it does not end. */
  handleRenewed(ttlMs = Number.POSITIVE_INFINITY): void {
    this.stop();
    this.#endsAt = Date.now() + ttlMs;
    this.#endingAt = this.#endsAt - Math.min(MARGIN_MS, ttlMs / 4);
    this.#retryMs = FIRST_RETRY_MS;
    if (ttlMs === Number.POSITIVE_INFINITY) return;
    const wait = Math.min((ttlMs * 3) / 4, Math.max(ttlMs - MARGIN_MS, ttlMs / 2));
    this.#renewIn(Math.max(wait, FIRST_RETRY_MS));
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#endsAt = 0;
  }

  #renewIn(ms: number): void {
    this.#timer = setTimeout(() => this.#renew().catch(() => this.#retry()), Math.min(ms, LONGEST_TIMER_MS));
  }

  #retry(): void {
    if (Date.now() >= this.#endsAt) return;
    clearTimeout(this.#timer);
    this.#renewIn(this.#retryMs);
    this.#retryMs = Math.min(this.#retryMs * 2, LONGEST_RETRY_MS);
  }
}
