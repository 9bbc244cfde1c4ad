import { Dialer } from "./dialer.js";
import type { ServiceConnection } from "./hub-connection.js";

/** A connection that has not become useful in this time is given up for another. */
const GREETING_MS = 10_000;
/** A connection that lived this long was healthy: the next reconnection begins with short waits again. */
const HEALTHY_MS = 10_000;

type Timer = ReturnType<typeof setTimeout> | undefined;

/** Who uses the connections. */
export interface ConnectionUser {
  /** Makes a connection that is not started. */
  open(): ServiceConnection;
  /** A new connection is up, and is heard from now on. */
  handleUp(connection: ServiceConnection): void;
  handleCall(method: string, args: unknown[]): void;
  /** There is none any more; another is dialed. */
  handleLost(): void;
  /** None can be opened at all. */
  handleFailed(error: unknown): void;
}

/** One connection to the service after another: dialed until one is up, and again when it is lost, of no use, or to move away from its node. */
export class ReconnectingConnection {
  /** Tries to open the next one. */
  readonly dialer: Dialer<ServiceConnection>;
  readonly #user: ConnectionUser;
  readonly #closed = new AbortController();
  #current: ServiceConnection | null = null;
  /** The connection before: not heard any more, but the others see us connected until the new one has the session. */
  #predecessor: ServiceConnection | null = null;
  #isDialing = false;
  #greetingTimer: Timer;
  #healthyTimer: Timer;
  #moveTimer: Timer;

  constructor(user: ConnectionUser) {
    this.#user = user;
    this.dialer = new Dialer(() => user.open());
  }

  /** The newest that is up. */
  get current(): ServiceConnection | null {
    return this.#current;
  }

  /** Aborts when this is closed. */
  get closed(): AbortSignal {
    return this.#closed.signal;
  }

  start(): void {
    void this.#dial({ waitFirst: false });
  }

  /** The session is ours on the current connection: calls may be made. */
  handleLive(): void {
    clearTimeout(this.#greetingTimer);
    this.#healthyTimer = setTimeout(() => this.dialer.handleHealthy(), HEALTHY_MS);
  }

  /** The current connection has what the one before had, or will never have it. */
  dropPredecessor(): void {
    this.#predecessor?.stop();
    this.#predecessor = null;
  }

  /** Goes over to another connection within this time. The current one is kept until that is up. */
  moveWithin(ms: number): void {
    clearTimeout(this.#moveTimer);
    this.#moveTimer = setTimeout(() => this.start(), Math.random() * ms);
  }

  /** The current connection may be dead without saying so: another is opened beside it, which takes over. */
  renew(): void {
    if (this.#current) this.start();
  }

  /** The current connection is of no use. */
  giveUp(): void {
    this.#current?.stop();
    this.#handleClosed();
  }

  /** For good. Returns the connection that there was, for a last word: stopping it is the caller's. */
  close(): ServiceConnection | null {
    const last = this.#current;
    this.#current = null;
    this.#clearTimers();
    this.dropPredecessor();
    this.#closed.abort();
    return last;
  }

  async #dial(options: { waitFirst: boolean }): Promise<void> {
    if (this.#isDialing) return;
    this.#isDialing = true;
    try {
      const connection = await this.dialer.dial(this.closed, options);
      this.#isDialing = false;
      if (connection) this.#adopt(connection);
    } catch (error) {
      this.#user.handleFailed(error);
    }
  }

  /** A new connection is up: it takes over from the one before. */
  #adopt(connection: ServiceConnection): void {
    if (this.closed.aborted) {
      connection.stop();
      return;
    }
    this.#clearTimers();
    this.dropPredecessor();
    this.#predecessor = this.#current;
    this.#predecessor?.mute();
    this.#current = connection;
    this.#greetingTimer = setTimeout(() => this.giveUp(), GREETING_MS);
    this.#user.handleUp(connection);
    connection.listen({
      handleCall: (method, args) => this.#user.handleCall(method, args),
      handleClosed: () => this.#handleClosed(),
    });
  }

  #handleClosed(): void {
    this.#clearTimers();
    this.dropPredecessor();
    this.#current = null;
    this.#user.handleLost();
    void this.#dial({ waitFirst: true });
  }

  #clearTimers(): void {
    for (const timer of [this.#greetingTimer, this.#healthyTimer, this.#moveTimer]) clearTimeout(timer);
  }
}
