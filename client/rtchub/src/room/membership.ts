import type { ResultCode } from "../codes.js";
import { RtcHubError } from "../errors.js";
import type { HubState } from "../hub/hub-events.js";
import { persist } from "../hub/persist.js";
import type { Grant, JsonObject, Subscription } from "../hub/wire.js";
import type { RoomState } from "./room-events.js";
import type { RoomHub } from "./room-hub.js";

/** Who hears how we stand in the topic. */
export interface MembershipListener {
  /** The state changed, or what we may do. */
  handleChange(state: RoomState): void;
  /** After a lost session the service does not let us in again. */
  handleRefused(code: ResultCode): void;
  handleError(error: RtcHubError): void;
}

/** Our own place in the topic: how we get in, stay in when the service has lost our session, and what we may do there. */
export class Membership {
  readonly #hub: RoomHub;
  readonly #topic: string;
  readonly #listener: MembershipListener;
  #place: "none" | "asking" | "in" = "none";
  #state: RoomState = "reconnecting";
  #metadata: JsonObject | undefined;
  #grants: readonly Grant[] = [];
  #locks = false;

  constructor(hub: RoomHub, topic: string, metadata: JsonObject | undefined, listener: MembershipListener) {
    this.#hub = hub;
    this.#topic = topic;
    this.#metadata = metadata;
    this.#listener = listener;
  }

  get state(): RoomState {
    return this.#state;
  }

  get grants(): readonly Grant[] {
    return this.#grants;
  }

  get locks(): boolean {
    return this.#locks;
  }

  /** Resolves when we are in; rejects when the service refuses. */
  async enter(): Promise<void> {
    const started = this.#hub.start();
    // Metadata is not for addresses, where the name of the topic goes: it follows at once.
    const subscribed = this.#metadata && this.#subscribe();
    subscribed?.catch(() => {}); // heard below, unless there is not even a start
    await started;
    await (this.#place === "none" ? this.#subscribe() : subscribed);
  }

  async updateMetadata(metadata: JsonObject): Promise<void> {
    this.#metadata = metadata;
    await persist(async () => {
      // Unless another has replaced it meanwhile.
      if (metadata === this.#metadata) await this.#hub.updateMetadata(this.#topic, metadata);
    });
  }

  async lock(locked: boolean): Promise<void> {
    await this.#hub.lockTopic(this.#topic, locked);
    this.#locks = locked;
  }

  leave(): void {
    this.#set("left");
  }

  handleHubState(state: HubState): void {
    if (state === "reconnecting") this.#set("reconnecting");
    if (state === "connected" && this.#place === "in") this.#set("connected");
  }

  handleSubscribed({ grants }: Subscription): void {
    this.#place = "in";
    this.#locks &&= grants.includes("moderate");
    this.#set("connected", grants);
  }

  async handleSessionLost(): Promise<void> {
    this.#set("reconnecting");
    const wasIn = this.#place === "in";
    // A Subscribe that is under way is asked again by the hub.
    if (wasIn) this.#place = "none";
    this.#locks = false;
    try {
      if (wasIn) await this.#subscribe(["topic_full", "too_many_topics", "topic_locked"]);
    } catch (error) {
      if (error instanceof RtcHubError && error.code !== "closed") this.#listener.handleRefused(error.code);
    }
  }

  /** Another token may grant other things: asked again, the service says what. */
  async handleTokenRenewed(): Promise<void> {
    try {
      await persist(async () => {
        // Or else a subscription is on the way, which says it too.
        if (this.#place === "in") await this.#askToSubscribe();
      });
    } catch (error) {
      // Whoever has been taken out meanwhile knows it by Removed, and whoever has lost the session is about to get in again.
      const isIn = this.#place === "in" && this.#state !== "left";
      if (isIn && error instanceof RtcHubError) this.#listener.handleError(error);
    }
  }

  /** Asks to be let in. */
  #subscribe(temporary?: ResultCode[]): Promise<unknown> {
    this.#place = "asking";
    return persist(() => this.#askToSubscribe(), temporary);
  }

  #askToSubscribe(): Promise<unknown> {
    return this.#hub.subscribe(this.#topic, this.#metadata && { metadata: this.#metadata });
  }

  #set(state: RoomState, grants = this.#grants): void {
    const isKnown = state === this.#state && grants.join() === this.#grants.join();
    if (isKnown || this.#state === "left") return;
    this.#state = state;
    this.#grants = grants;
    this.#listener.handleChange(state);
  }
}
