import { Emitter } from "../emitter.js";
import { RtcHubError } from "../errors.js";
import type { HubClient, SignalPayload } from "../hub/hub-client.js";
import type { HubEvents } from "../hub/hub-events.js";
import type { HandshakeReport, IceSettings, Json, JsonObject, SendResult } from "../hub/wire.js";
import type { RoomHub } from "../room/room-hub.js";
import { Sequence } from "../sequence.js";
import type { SignalingScenario } from "../simulation.js";
import type { Seal, Sealed } from "./seal.js";
import { SealedEvents } from "./sealed-events.js";
import { SealedPeers, type SignalKind } from "./sealed-peers.js";

/** Stands between a room and the hub: seals what the room says and opens what it hears, both in order. */
export class SealedHub extends Emitter<HubEvents> implements RoomHub {
  readonly #hub: HubClient;
  readonly #peers: SealedPeers;
  readonly #events: SealedEvents;
  readonly #calls = new Sequence();
  #metadata: JsonObject = {};
  #started = Promise.resolve();

  /** `hub` is one that does not repeat metadata, which is sealed for one peer id. `handleError` hears what was dropped. */
  constructor(hub: HubClient, seal: Seal, handleError: (error: RtcHubError) => void) {
    super();
    this.#hub = hub;
    this.#peers = new SealedPeers(seal);
    this.#events = new SealedEvents(
      hub,
      this.#peers,
      (event, ...args) => this.emit(event, ...args),
      handleError,
    );
  }

  get peerId(): string {
    return this.#events.ownId;
  }

  start(): Promise<void> {
    this.#started = this.#hub.start().then(() => this.#events.handedOut());
    return this.#started;
  }

  hurry(): void {
    this.#hub.hurry();
  }

  renew(): void {
    this.#hub.renew();
  }

  simulate(scenario: SignalingScenario): void {
    this.#hub.simulate(scenario);
  }

  close(): Promise<void> {
    this.#events.close();
    return this.#hub.close();
  }

  /** A session that ends before the answer takes what was sealed for it along: the next is asked with what is sealed for that. */
  async subscribe(topic: string, { metadata = {} }: { metadata?: JsonObject } = {}): Promise<void> {
    this.#metadata = metadata;
    await this.#started; // metadata is sealed for the id that the Welcome brings
    for (;;) {
      const { peerId } = this.#hub;
      try {
        await this.#callWithMetadata(peerId, (sealed) => this.#hub.subscribe(topic, { metadata: sealed }));
        return await this.#events.handedOut();
      } catch (error) {
        if (peerId === this.#hub.peerId) throw error;
      }
    }
  }

  async updateMetadata(topic: string, metadata: JsonObject): Promise<void> {
    this.#metadata = metadata;
    const { peerId } = this.#hub;
    try {
      await this.#callWithMetadata(peerId, (sealed) => this.#hub.updateMetadata(topic, sealed));
    } catch (error) {
      // Another session enters the topic with the metadata that is newest then.
      if (peerId === this.#hub.peerId) throw error;
    }
  }

  sendOffer(topic: string, to: string, description: SignalPayload): Promise<SendResult> {
    return this.#send("offer", to, description as JsonObject, (sealed) =>
      this.#hub.sendOffer(topic, to, sealed),
    );
  }

  sendAnswer(topic: string, to: string, description: SignalPayload): Promise<SendResult> {
    return this.#send("answer", to, description as JsonObject, (sealed) =>
      this.#hub.sendAnswer(topic, to, sealed),
    );
  }

  sendCandidate(topic: string, to: string, candidate: SignalPayload | null): Promise<SendResult> {
    return this.#send("candidate", to, candidate as JsonObject | null, (sealed) =>
      this.#hub.sendCandidate(topic, to, sealed),
    );
  }

  getIceServers(topic: string): Promise<IceSettings> {
    return this.#hub.getIceServers(topic);
  }

  reportHandshake(report: HandshakeReport): Promise<void> {
    return this.#hub.reportHandshake(report);
  }

  removePeer(topic: string, peerId: string): Promise<void> {
    return this.#hub.removePeer(topic, peerId);
  }

  lockTopic(topic: string, locked: boolean): Promise<void> {
    return this.#hub.lockTopic(topic, locked);
  }

  async #send(
    kind: SignalKind,
    to: string,
    signal: Json,
    send: (sealed: Sealed) => Promise<SendResult>,
  ): Promise<SendResult> {
    const { peerId } = this;
    return this.#inOrder(
      () => this.#peers.sealSignal(kind, peerId, to, signal),
      async (sealed) => {
        if (!sealed) return { code: "peer_gone" };
        return peerId === this.#hub.peerId ? send(sealed) : { code: "session_gone" };
      },
    );
  }

  #callWithMetadata(peerId: string, call: (sealed: Sealed) => Promise<unknown>): Promise<unknown> {
    return this.#inOrder(
      () => this.#peers.sealMetadata(peerId, this.#metadata),
      async (sealed) => {
        if (peerId !== this.#hub.peerId) throw new RtcHubError("session_gone");
        return call(sealed);
      },
    );
  }

  /** Calls go out in the order in which they were asked for. None waits for the answer to another: hence the answer in a box. */
  async #inOrder<Payload, Answer>(
    seal: () => Promise<Payload>,
    call: (sealed: Payload) => Promise<Answer>,
  ): Promise<Answer> {
    const called = await this.#calls.run(async () => {
      const sealed = await seal();
      return { answer: call(sealed) };
    });
    return called.answer;
  }
}
