import { Emitter } from "../emitter.js";
import { RtcHubError } from "../errors.js";
import type { SignalingScenario } from "../simulation.js";
import type { HubEvents, HubState } from "./hub-events.js";
import { HubSession, type HubSessionOptions } from "./hub-session.js";
import type { HandshakeReport, IceSettings, SendResult, Subscription } from "./wire.js";
import { type Answer, type Json, type JsonObject, parseIceSettings, parseSubscription } from "./wire.js";

/** What a description or candidate may be: what the browser's `toJSON()` gives, or any JSON object. The service never looks inside. */
export type SignalPayload = RTCSessionDescriptionInit | RTCIceCandidateInit | JsonObject;

/**
 * The raw, typed hub: it reconnects for ever, resumes, and never loses or reorders a call, in either direction.
 * Calls made while reconnecting go out, in order, when the session is back.
 */
export class HubClient extends Emitter<HubEvents> {
  readonly #session: HubSession;

  /** @internal Use `connect`. */
  constructor(options: HubSessionOptions) {
    super();
    this.#session = new HubSession(options, (event, ...args) => this.emit(event, ...args));
  }

  /** Your id as the others see it; a new one after `sessionlost`. Empty before the first connection. */
  get peerId(): string {
    return this.#session.peerId;
  }

  /** Whether the hub can be talked to now. */
  get state(): HubState {
    return this.#session.state;
  }

  /** @internal Resolves at the first Welcome; rejects when closed or aborted before. */
  async start({ holdEvents = false } = {}): Promise<void> {
    if (holdEvents) this.holdEvents();
    await this.#session.start();
    if (holdEvents) this.releaseEventsSoon();
  }

  /** @internal Ends the wait before the next attempt to reconnect. */
  hurry(): void {
    this.#session.hurry();
  }

  /** @internal Goes over to another connection: this one may be dead without saying so. */
  renew(): void {
    this.#session.renew();
  }

  /** Behaves as if that had happened, so that an application can try its own error paths. */
  simulate(scenario: SignalingScenario): void {
    this.#session.simulate(scenario);
  }

  /**
   * Enters a topic. Rejects with the service's code when it refuses. In a topic already: the current snapshot. The service's own spelling of
   * the name (Unicode NFC) is in the snapshot and in the topic's events.
   */
  async subscribe(topic: string, options: { metadata?: JsonObject } = {}): Promise<Subscription> {
    const subscription: Subscription[] = [];
    const { code } = await this.#session.outbox.call("Subscribe", [topic, options], (answer) => {
      if (answer.code !== "ok") return;
      subscription.push(parseSubscription(answer.fields.subscription));
      // At once: whoever waits for the promise runs later than the events that build on this snapshot.
      for (const entered of subscription) this.emit("subscribed", entered);
    });
    const [entered] = subscription;
    if (!entered) throw new RtcHubError(code === "ok" ? "unexpected_answer" : code);
    return entered;
  }

  /** Leaves a topic. */
  async unsubscribe(topic: string): Promise<void> {
    await this.#ask("Unsubscribe", topic);
  }

  /** Sends an offer to a peer of the topic. */
  sendOffer(topic: string, to: string, description: SignalPayload): Promise<SendResult> {
    return this.#send("SendOffer", topic, to, description);
  }

  /** Sends an answer to a peer of the topic. */
  sendAnswer(topic: string, to: string, description: SignalPayload): Promise<SendResult> {
    return this.#send("SendAnswer", topic, to, description);
  }

  /** Sends a candidate, or null for the end of candidates, to a peer of the topic. */
  sendCandidate(topic: string, to: string, candidate: SignalPayload | null): Promise<SendResult> {
    return this.#send("SendCandidate", topic, to, candidate);
  }

  /** Sends data through the service to a peer of the topic, or with "*" to every other peer in it. */
  sendMessage(topic: string, to: string, data: Json): Promise<SendResult> {
    return this.#send("SendMessage", topic, to, data);
  }

  /** Replaces what the others in the topic see of you. */
  async updateMetadata(topic: string, metadata: JsonObject): Promise<void> {
    await this.#ask("UpdateMetadata", topic, metadata);
  }

  /** Takes a peer out of the topic. For those with the grant `moderate`. */
  async removePeer(topic: string, peerId: string): Promise<void> {
    await this.#ask("RemovePeer", topic, peerId);
  }

  /** Keeps newcomers out, or no longer; it ends with your session. Another moderator's lock stays. For those with the grant `moderate`. */
  async lockTopic(topic: string, locked: boolean): Promise<void> {
    await this.#ask("LockTopic", topic, locked);
  }

  /** STUN and TURN servers, with fresh credentials. */
  async getIceServers(topic: string): Promise<IceSettings> {
    const answer = await this.#ask("GetIceServers", topic);
    return parseIceSettings(answer.fields);
  }

  /**
   * Tells the service how the connection with a peer began, for its figures: nothing else is kept of it. Does nothing where the service does
   * not ask for it. `join` does this by itself with `handshakeReports: true`.
   */
  async reportHandshake(report: HandshakeReport): Promise<void> {
    if (this.#session.wantsHandshakes) await this.#session.outbox.call("ReportHandshake", [report]);
  }

  /**
   * Shows another join token to the service, which then counts. Resolves with how long it lasts, in milliseconds; undefined: it does not
   * end. Rejects with `forbidden` when it is not a good one. With `accessToken` in the options this happens by itself.
   */
  refreshToken(token: string): Promise<number | undefined> {
    return this.#session.token.refresh(token);
  }

  /** Says goodbye: the session ends now and the others see you leave. Safe to call twice. */
  close(): Promise<void> {
    return this.#session.close();
  }

  async #send(method: string, ...args: unknown[]): Promise<SendResult> {
    return { code: (await this.#session.outbox.call(method, args)).code };
  }

  async #ask(method: string, ...args: unknown[]): Promise<Answer> {
    const answer = await this.#session.outbox.call(method, args);
    if (answer.code !== "ok") throw new RtcHubError(answer.code);
    return answer;
  }
}
