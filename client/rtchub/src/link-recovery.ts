/** `disconnected` often heals by itself. */
const DISCONNECTED_MS = 5_000;
/** How long a new or restarted link may take to connect. */
const CONNECTING_MS = 15_000;
/** When nothing has helped: how long between further tries. */
const GIVEN_UP_MS = 30_000;
const COURTESY_MS = 1_000;
/** How long the other end gets to replace a link whose data channel it closed. */
const CHANNEL_CLOSED_MS = 2_000;
/** ICE is restarted this many times before the peer connection is replaced. */
const RESTARTS = 2;
/** After this many tries the link counts as failed; tries go on, slowly. */
const TRIES = 3;

/** What recovery may do. */
export interface RecoveryActions {
  isUp(): boolean;
  restart(): void;
  replace(): void;
  handleFailed(): void;
}

/** Decides when a link needs help: first ICE restarts, then another peer connection, then slow tries for as long as it takes. */
export class LinkRecovery {
  readonly #actions: RecoveryActions;
  /** The polite side lets the other begin: both at once would collide, and Firefox (seen in 153) may lose one direction to two restarts at once. */
  #courtesyMs = 0;
  #tries = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** `blocked`: a try is due, but nothing can be signaled now. */
  #signaling: "open" | "down" | "blocked" | "closed" = "open";

  constructor(actions: RecoveryActions) {
    this.#actions = actions;
  }

  /** A link has begun. When the other end began it to repair one, that is a try of ours as well. */
  handleBegun(by: "us" | "other", polite: boolean): void {
    this.#courtesyMs = polite ? COURTESY_MS : 0;
    if (by === "other" && this.#tries > 0) this.#tries++;
    this.#tryIn(CONNECTING_MS);
  }

  handleConnectionState(state: RTCPeerConnectionState): void {
    if (state === "connected") {
      clearTimeout(this.#timer);
      this.#tries = 0;
      if (this.#signaling === "blocked") this.#signaling = "down";
    } else if (state === "connecting") {
      this.#tryIn(CONNECTING_MS);
    } else if (state === "disconnected") {
      this.#tryIn(DISCONNECTED_MS);
    } else if (state === "failed") {
      if (this.#tries >= TRIES) this.#actions.handleFailed();
      this.#tryIn(this.#backoff());
    }
  }

  /** The other end has restarted ICE: that is as good as doing it here. */
  handleRestartedByOther(): void {
    this.#tryIn(CONNECTING_MS);
  }

  /** The data channel closed under a link that is up: no restart brings it back. */
  handleChannelClosed(): void {
    clearTimeout(this.#timer);
    this.#tries = RESTARTS;
    this.#timer = setTimeout(() => this.#try(), CHANNEL_CLOSED_MS + this.#courtesyMs);
  }

  /** The device is on another network: whatever was given up may work now. */
  handleNetworkChange(): void {
    this.#tries = 0;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#try(), this.#courtesyMs);
  }

  /** Signaling to the peer works again, or no longer. */
  handleSignaling(up: boolean): void {
    if (this.#signaling === "closed") return;
    const isDue =
      up &&
      !this.#actions.isUp() &&
      (this.#signaling === "blocked" || (this.#signaling === "down" && this.#tries >= TRIES));
    this.#signaling = up ? "open" : this.#signaling === "blocked" ? "blocked" : "down";
    if (isDue) this.#try();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#signaling = "closed";
  }

  #backoff(): number {
    return this.#tries >= TRIES ? GIVEN_UP_MS : this.#tries === 0 ? 0 : 1_000 * 2 ** this.#tries;
  }

  #tryIn(ms: number): void {
    clearTimeout(this.#timer);
    if (this.#signaling === "closed") return;
    this.#timer = setTimeout(() => {
      // A restart of a link that stayed up all the while changes no state.
      if (this.#actions.isUp()) this.#tries = 0;
      else this.#try();
    }, ms + this.#courtesyMs);
  }

  #try(): void {
    if (this.#signaling === "closed") return;
    if (this.#signaling !== "open") {
      this.#signaling = "blocked";
      return;
    }
    this.#tries++;
    if (this.#tries > TRIES) this.#actions.handleFailed();
    this.#tryIn(this.#tries > TRIES ? GIVEN_UP_MS : CONNECTING_MS);
    if (this.#tries <= RESTARTS) this.#actions.restart();
    else this.#actions.replace();
  }
}
