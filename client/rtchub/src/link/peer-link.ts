import type { JsonObject } from "../hub/wire.js";
import type { OutgoingStream } from "../media/local-streams.js";
import { MediaSender } from "../media/media-sender.js";
import type { LinkSignal } from "./link-signals.js";
import { Negotiation } from "./negotiation.js";
import { SignalQueue } from "./signal-queue.js";

/** What a link is made of, where it sends, and who hears it. */
export interface PeerLinkInit {
  /** Names the pair of peer connections on both ends. */
  id: string;
  /** The link that the other end began and this one replaces. */
  replaces?: string | undefined;
  /** Fixed for the life of the link, whatever the peer ids become. */
  polite: boolean;
  connection: RTCPeerConnection;
  prepareIce(): Promise<void>;
  /** Resolves with false when the signal is to be sent again. */
  send(signal: LinkSignal): Promise<boolean>;
  handleConnectionState(state: RTCPeerConnectionState): void;
  handleTrackEvent(event: RTCTrackEvent): void;
  /** Makes the data channels that both ends have by agreement. */
  openChannels(connection: RTCPeerConnection): { close(): void };
  handleError(error: unknown): void;
}

/** One RTCPeerConnection with its negotiation and its data channels. It never touches the network: it sends through a callback. */
export class PeerLink {
  readonly id: string;
  readonly polite: boolean;
  readonly connection: RTCPeerConnection;
  readonly #signals: SignalQueue;
  readonly #negotiation: Negotiation;
  readonly #media: MediaSender;
  readonly #channels: { close(): void };
  #isAnswered = false;

  constructor(init: PeerLinkInit) {
    const { id, replaces, polite, connection, prepareIce, handleError } = init;
    this.id = id;
    this.polite = polite;
    this.connection = connection;
    this.#media = new MediaSender(connection);
    this.#signals = new SignalQueue((signal) => init.send(signal));
    const send = (signal: LinkSignal) => this.#signals.send(signal);
    this.#negotiation = new Negotiation({
      connection,
      polite,
      linkId: id,
      replaces,
      prepareIce,
      send,
      handleError,
    });
    connection.onconnectionstatechange = () => init.handleConnectionState(connection.connectionState);
    connection.ontrack = (event) => init.handleTrackEvent(event);
    this.#channels = init.openChannels(connection);
  }

  get isUp(): boolean {
    return this.connection.connectionState === "connected";
  }

  /** False until a description has come from the other end: whether it has the link is not known before. */
  get isAnswered(): boolean {
    return this.#isAnswered;
  }

  /** Makes an offer now, for which the browser would ask a little later. */
  offer(): void {
    this.#negotiation.offer();
  }

  handleOffer(description: JsonObject): void {
    this.#isAnswered = true;
    this.#negotiation.handleOffer(description);
  }

  handleAnswer(description: JsonObject): void {
    this.#isAnswered = true;
    this.#negotiation.handleAnswer(description);
  }

  handleCandidate(candidate: JsonObject | null): void {
    this.#negotiation.handleCandidate(candidate);
  }

  /** Sends the tracks of these streams, and no others. */
  sendMedia(streams: readonly OutgoingStream[]): Promise<void> {
    return this.#media.send(streams);
  }

  /** Encodes the videos so that together they take at most `kbps`. */
  fitMedia(kbps: number): Promise<void> {
    return this.#media.fit(kbps);
  }

  /** Looks for a new path with new ICE credentials. */
  restartIce(): void {
    this.connection.restartIce();
    // The browser asks too, but not again after an offer that came to nothing.
    this.offer();
  }

  /** Signals may have been lost: sends an unanswered offer again. */
  resend(): void {
    this.#negotiation.resend();
  }

  close(): void {
    this.#negotiation.close();
    this.#signals.close();
    this.#channels.close();
    this.connection.onconnectionstatechange = null;
    this.connection.ontrack = null;
    this.connection.close();
  }
}
