/** `disconnected` often heals by itself. */
const DISCONNECTED_MS = 5_000;
/** How long a new link may take to connect. */
const CONNECTING_MS = 15_000;
/** How long after a try: a machine busy with many links at once may need it, and an early next try would only add to its work. */
const TRY_AGAIN_MS = 30_000;
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
  /** `viaRelay`: restarts have found no direct way. */
  replace(viaRelay: boolean): void;
  handleFailed(): void;
}

/** Decides when a link needs help: first ICE restarts, then another peer connection, then slow tries for as long as it takes. */
export class LinkRecovery {
  readonly #actions: RecoveryActions;
  /** The polite side lets the other begin: both at once would collide, and Firefox (seen in 153) may lose one direction to two restarts at once. */
  #courtesyMs = 0;
  #tries = 0;
  #restarts = 0;
  #isHeard = true;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** `blocked`: a try is due, but nothing can be signaled now. */
  #signaling: "open" | "down" | "blocked" | "closed" = "open";

  constructor(actions: RecoveryActions) {
    this.#actions = actions;
  }

  /** A link begins. When the other end begins it to repair one, that is a try of ours as well. */
  handleBegun(polite: boolean, isOthersTry: boolean): void {
    this.#courtesyMs = polite ? COURTESY_MS : 0;
    if (isOthersTry && this.#tries > 0 && ++this.#tries > TRIES) this.#actions.handleFailed();
    this.#tryIn(this.#patience);
  }

  handleConnectionState(state: RTCPeerConnectionState): void {
    if (state === "connected") {
      clearTimeout(this.#timer);
      this.#tries = this.#restarts = 0;
      if (this.#signaling === "blocked") this.#signaling = "down";
    } else if (state === "connecting") {
      this.#tryIn(this.#patience);
    } else if (state === "disconnected") {
      this.#tryIn(DISCONNECTED_MS);
    } else if (state === "failed") {
      if (this.#tries >= TRIES) this.#actions.handleFailed();
      this.#tryIn(this.#backoff());
    }
  }

  /** The other end has restarted ICE: that is as good as doing it here. */
  handleRestartedByOther(): void {
    this.#tryIn(TRY_AGAIN_MS);
  }

  /** The data channel closed under a link that is up: no restart brings it back. */
  handleChannelClosed(): void {
    clearTimeout(this.#timer);
    this.#tries = RESTARTS;
    this.#timer = setTimeout(() => this.#try(), CHANNEL_CLOSED_MS + this.#courtesyMs);
  }

  /** Whether the other end, as it tells by way of others, gets what this end sends. When it does not, no state of this end may say so. */
  handleHeard(isHeard: boolean): void {
    if (isHeard === this.#isHeard) return;
    this.#isHeard = isHeard;
    if (!this.#actions.isUp()) return;
    clearTimeout(this.#timer);
    if (!isHeard) this.#timer = setTimeout(() => this.#try(), DISCONNECTED_MS + this.#courtesyMs);
  }

  /** The device is on another network: whatever was given up may work now. */
  handleNetworkChange(): void {
    this.#tries = this.#restarts = 0;
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

  get #patience(): number {
    return this.#tries === 0 ? CONNECTING_MS : TRY_AGAIN_MS;
  }

  #backoff(): number {
    return this.#tries >= TRIES ? TRY_AGAIN_MS : this.#tries === 0 ? 0 : 1_000 * 2 ** this.#tries;
  }

  #tryIn(ms: number): void {
    clearTimeout(this.#timer);
    if (this.#signaling === "closed") return;
    this.#timer = setTimeout(() => {
      // A restart of a link that stayed up all the while changes no state.
      if (this.#actions.isUp()) this.#tries = this.#restarts = 0;
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
    this.#tryIn(TRY_AGAIN_MS);
    if (this.#tries <= RESTARTS) {
      this.#restarts++;
      this.#actions.restart();
    } else {
      this.#actions.replace(this.#restarts === RESTARTS && this.#tries % 2 === 1);
    }
  }
}
