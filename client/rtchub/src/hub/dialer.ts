import { onOnline, onVisible } from "./page-events.js";
import { reconnectDelay } from "./reconnect-policy.js";

/** How long one attempt may take: a firewall that drops packets would otherwise hold it for minutes. */
const ATTEMPT_MS = 15_000;

/** What can be dialed. */
export interface Dialable {
  start(): Promise<void>;
  stop(): void;
}

/** Tries to open a connection until one is there or `signal` aborts. */
export class Dialer<Connection extends Dialable> {
  readonly #open: () => Connection;
  #attempt = 0;
  #endPause = () => {};

  /** `open` makes a connection that is not started. An error it throws ends the dialing. */
  constructor(open: () => Connection) {
    this.#open = open;
  }

  /** The last connection lived long enough to call the service healthy: begin again with short waits. */
  handleHealthy(): void {
    this.#attempt = 0;
  }

  /** There is reason to believe that the service is back: the next attempt is made now. */
  hurry(): void {
    this.#endPause();
  }

  /** True once an attempt has failed. */
  get hasFailed(): boolean {
    return this.#attempt > 0;
  }

  /** Resolves with a started connection, or with null when `signal` aborted. */
  async dial(signal: AbortSignal, { waitFirst }: { waitFirst: boolean }): Promise<Connection | null> {
    if (waitFirst) await this.#pause(reconnectDelay(this.#attempt++), signal);
    while (!signal.aborted) {
      const connection = this.#open();
      if (await startWithin(connection, ATTEMPT_MS, signal)) return connection;
      await this.#pause(reconnectDelay(this.#attempt++), signal);
    }
    return null;
  }

  /** Waits, but not longer than until the network or the user is back. */
  #pause(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        offOnline();
        offVisible();
        signal.removeEventListener("abort", done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      const offOnline = onOnline(done);
      const offVisible = onVisible(done);
      signal.addEventListener("abort", done);
      this.#endPause = done;
      if (signal.aborted) done();
    });
  }
}

/** True when `connection` was up in time; otherwise it is stopped. */
function startWithin(connection: Dialable, ms: number, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const done = (up: boolean) => {
      clearTimeout(timer);
      signal.removeEventListener("abort", giveUp);
      if (!up) connection.stop();
      resolve(up);
    };
    const giveUp = () => done(false);
    const timer = setTimeout(giveUp, ms);
    signal.addEventListener("abort", giveUp);
    connection.start().then(() => done(true), giveUp);
  });
}
