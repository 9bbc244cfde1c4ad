import type { CallContext } from "./call-context.js";
import type { Frame } from "./frame-channel.js";
import { isIceRestart } from "./ice-credentials.js";
import { LinkRecovery } from "./link-recovery.js";
import { idIn } from "./link-signals.js";
import { PeerLink } from "./peer-link.js";
import { RemoteMedia } from "./remote-media.js";
import { type LinkState, RemotePeer } from "./remote-peer.js";
import type { JsonObject, Peer } from "./wire.js";

/** A newcomer waits this long for the offer of those who were there before, then calls by itself. */
const OFFER_MS = 5_000;
/** How long to wait before making up for signals that could not be delivered. */
const REPAIR_MS = 2_000;
/** Candidates that come before the offer that begins their link. */
const MAX_EARLY = 100;

/** The call with one peer: one link at a time, replaced when it breaks for good. What `RemotePeer` shows. */
export class PeerCall {
  readonly remote = new RemotePeer(this);
  readonly #context: CallContext;
  readonly #media: RemoteMedia;
  readonly #recovery: LinkRecovery;
  /** Links that were replaced: what still comes for them is late. */
  readonly #pastLinks = new Set<string>();
  #peer: Peer;
  #link: PeerLink | null = null;
  #begunBy: "us" | "other" = "us";
  /** The last link that the other end began. */
  #linkOfOther: string | undefined;
  #linkState: LinkState = "new";
  #early: (JsonObject | null)[] = [];
  #isSignalingUp = true;
  #offerTimer: ReturnType<typeof setTimeout> | undefined;
  #repairTimer: ReturnType<typeof setTimeout> | undefined;
  /** The id that the peer told over the link, which the service may not have told yet. */
  toldId: string | null = null;

  constructor(peer: Peer, context: CallContext) {
    this.#peer = peer;
    this.#context = context;
    this.#media = new RemoteMedia({
      createStream: () => context.createStream(),
      handleTrack: (track, stream) => context.handleTrack(this, track, stream),
      handleTrackRemoved: (track, stream) => context.handleTrackRemoved(this, track, stream),
    });
    this.#recovery = new LinkRecovery({
      isUp: () => this.isUp,
      restart: () => this.#link?.restartIce(),
      replace: () => this.call(),
      handleFailed: () => this.#setLinkState("failed"),
    });
  }

  get peer(): Peer {
    return this.#peer;
  }

  get peerId(): string {
    return this.#peer.peerId;
  }

  get linkState(): LinkState {
    return this.#linkState;
  }

  get linkId(): string | undefined {
    return this.#link?.id;
  }

  get stream(): MediaStream | null {
    return this.#media.stream;
  }

  get connection(): RTCPeerConnection | null {
    return this.#link?.connection ?? null;
  }

  /** Media and data get through now. */
  get isUp(): boolean {
    return this.#link?.isUp ?? false;
  }

  /** Begins a link from this side; replaces the one there is. */
  call(): void {
    this.#begin(crypto.randomUUID(), "us");
  }

  /** Leaves the first offer to the peer, for a while. */
  awaitOffer(): void {
    this.#offerTimer = setTimeout(() => this.call(), OFFER_MS);
  }

  handleOffer(description: JsonObject): void {
    const linkId = idIn(description, "linkId");
    if (linkId && this.#pastLinks.has(linkId)) return;
    const link = this.#link;
    if (linkId && linkId !== link?.id) {
      // The other end goes on with a link that this end no longer has: only a new one helps.
      if (description.isNewLink !== true) {
        this.call();
        return;
      }
      if (link && this.#isInsistedOn(link, description)) {
        link.resend();
        return;
      }
      this.#begin(linkId, "other");
    } else if (!link) {
      this.#begin(crypto.randomUUID(), "other");
    } else if (isIceRestart(link.connection.remoteDescription?.sdp ?? "", String(description.sdp))) {
      this.#recovery.handleRestartedByOther();
    }
    this.#link?.handleOffer(description);
  }

  handleAnswer(description: JsonObject): void {
    if (this.#isForThisLink(description)) this.#link?.handleAnswer(description);
  }

  handleCandidate(candidate: JsonObject | null): void {
    if (this.#isForThisLink(candidate)) this.#link?.handleCandidate(candidate);
    else if (this.#early.length < MAX_EARLY) this.#early.push(candidate);
  }

  /** The service says something new of the peer, perhaps under a new id. */
  handlePeer(peer: Peer): void {
    const isRenamed = peer.peerId !== this.peerId;
    this.#peer = peer;
    this.#tellRecovery();
    // What was sent to the old id may not have arrived.
    if (isRenamed) this.#link?.resend();
    this.#context.handleChange(this);
  }

  /** The room's own signaling went up or down. */
  handleSignaling(up: boolean): void {
    this.#isSignalingUp = up;
    this.#tellRecovery();
  }

  handleNetworkChange(): void {
    if (this.#link) this.#recovery.handleNetworkChange();
  }

  /** Signals between the two ends were lost: a link that is not up begins anew, one that is up repeats its open offer. */
  handleSignalsLost(): void {
    if (this.isUp) this.#link?.resend();
    else this.call();
  }

  /** A signal could not be delivered now. */
  handleUndelivered(): void {
    clearTimeout(this.#repairTimer);
    this.#repairTimer = setTimeout(() => this.handleSignalsLost(), REPAIR_MS);
  }

  async sendMedia(): Promise<void> {
    const { media, label } = this.#context.localMedia();
    await this.#link?.sendMedia(media, label);
  }

  setConfiguration(configuration: RTCConfiguration): void {
    try {
      this.#link?.connection.setConfiguration(configuration);
    } catch (error) {
      this.#context.handleError(error);
    }
  }

  sendFrame(frame: Frame): boolean {
    return this.#link?.sendFrame(frame) ?? false;
  }

  close(): void {
    clearTimeout(this.#offerTimer);
    clearTimeout(this.#repairTimer);
    this.#recovery.close();
    this.#link?.close();
    this.#media.clear();
    this.#linkState = "closed";
  }

  /**
   * Both ends have begun a link: the impolite side's stands, the polite side's gives way. Unless the other end has had ours
   * already, and begins another nevertheless.
   */
  #isInsistedOn(link: PeerLink, offer: JsonObject): boolean {
    const isKnown = link.isAnswered || idIn(offer, "replaces") === link.id;
    return this.#begunBy === "us" && !link.polite && !isKnown;
  }

  #begin(linkId: string, by: "us" | "other"): void {
    clearTimeout(this.#offerTimer);
    if (!this.#context.mayCall()) return;
    if (this.#link) this.#pastLinks.add(this.#link.id);
    this.#link?.close();
    this.#media.clear();
    if (by === "other") this.#linkOfOther = linkId;
    this.#link = this.#createLink(linkId);
    this.#begunBy = by;
    this.sendMedia().catch((error) => this.#context.handleError(error));
    for (const candidate of this.#early.splice(0)) this.handleCandidate(candidate);
    this.#recovery.handleBegun(by, this.#link.polite);
    if (this.#linkState === "new") this.#setLinkState("connecting");
    else if (this.#linkState === "connected") this.#setLinkState("reconnecting");
  }

  #createLink(id: string): PeerLink {
    // Ordinal comparison, the same on both ends.
    const polite = this.#context.ownId() < this.peerId;
    return new PeerLink({
      id,
      replaces: this.#linkOfOther,
      polite,
      connection: this.#context.createConnection(),
      prepareIce: () => this.#context.prepareIce(),
      send: (signal) => this.#context.send(this, signal),
      handleConnectionState: (state) => this.#handleConnectionState(state),
      handleTrackEvent: (event) => this.#media.handleTrackEvent(event),
      handleOpen: () => this.sendFrame({ t: "hello", peerId: this.#context.ownId() }),
      handleChannelClosed: () => {
        this.#recovery.handleChannelClosed();
        this.#context.handleChannelClosed(this);
      },
      handleFrame: (frame) => this.#handleFrame(frame),
      handleError: (error) => this.#context.handleError(error),
    });
  }

  #handleConnectionState(state: RTCPeerConnectionState): void {
    this.#recovery.handleConnectionState(state);
    if (state === "connected") this.#setLinkState("connected");
    else if (this.#linkState === "connected" && (state === "disconnected" || state === "failed"))
      this.#setLinkState("reconnecting");
  }

  #handleFrame(frame: Frame): void {
    if (frame.t === "data") this.#context.handleData(this, frame.d);
    else this.#context.handleHello(this, frame.peerId);
  }

  #isForThisLink(signal: JsonObject | null): boolean {
    const linkId = idIn(signal, "linkId");
    return this.#link !== null && (linkId === undefined || linkId === this.#link.id);
  }

  #setLinkState(state: LinkState): void {
    if (state === this.#linkState) return;
    this.#linkState = state;
    this.#context.handleChange(this);
  }

  #tellRecovery(): void {
    this.#recovery.handleSignaling(this.#isSignalingUp && this.#peer.state === "connected");
  }
}
