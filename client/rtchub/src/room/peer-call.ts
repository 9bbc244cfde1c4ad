import { PeerData } from "../data/peer-data.js";
import { LinkHealth } from "../health/link-health.js";
import type { JsonObject, Peer } from "../hub/wire.js";
import { isIceRestart } from "../link/ice-credentials.js";
import { type Beginner, LinkHistory } from "../link/link-history.js";
import { LinkRecovery } from "../link/link-recovery.js";
import { idIn, type LinkSignal } from "../link/link-signals.js";
import { PeerLink } from "../link/peer-link.js";
import { Playback } from "../media/playback.js";
import { RemoteMedia } from "../media/remote-media.js";
import type { CallContext } from "./call-context.js";
import { Handshake } from "./handshake.js";
import { type LinkState, RemotePeer } from "./remote-peer.js";

/** A newcomer waits this long for the offer of those who were there before, then calls by itself. */
const OFFER_MS = 5_000;
/** How long to wait before making up for signals that could not be delivered. */
const REPAIR_MS = 2_000;
/** Candidates that come before the offer that begins their link. */
const MAX_EARLY = 100;

/** The call with one peer: one link at a time, replaced when it breaks for good. What `RemotePeer` shows. */
export class PeerCall {
  readonly remote = new RemotePeer(this);
  /** What they send. */
  readonly media: RemoteMedia;
  readonly playback = new Playback();
  readonly data: PeerData;
  readonly health = new LinkHealth();
  readonly #context: CallContext;
  readonly #recovery: LinkRecovery;
  readonly #history = new LinkHistory();
  readonly #handshake: Handshake | null;
  #peer: Peer;
  #link: PeerLink | null = null;
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
    this.#handshake = context.reportHandshake && new Handshake(context.reportHandshake);
    this.media = new RemoteMedia({
      createStream: () => context.createStream(),
      handleTrack: (...told) => context.handleTrack(this, ...told),
      handleTrackRemoved: (...told) => context.handleTrackRemoved(this, ...told),
    });
    this.data = new PeerData({
      peer: this.remote,
      handleOpen: () => {
        this.greet();
        context.handleOpen(this);
        context.handleChange(this);
      },
      handleClosed: () => {
        this.#recovery.handleChannelClosed();
        context.handleChannelClosed(this);
      },
      handleMesh: (frame) => context.handleMesh(this, frame),
      handleHello: (peerId) => context.handleHello(this, peerId),
      handleData: (data) => context.handleData(this, data),
      findRequestHandler: (name) => context.findRequestHandler(name),
      handleFile: (file) => context.handleFile(this, file),
    });
    this.#recovery = new LinkRecovery({
      isUp: () => this.isUp,
      restart: () => this.#restart(),
      replace: (viaRelay) => this.call(viaRelay),
      handleFailed: () => this.#handleFailed(),
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

  get connection(): RTCPeerConnection | null {
    return this.#link?.connection ?? null;
  }

  /** Media and data get through now. */
  get isUp(): boolean {
    return this.#link?.isUp ?? false;
  }

  /** Begins a link from this side; replaces the one there is. */
  call(viaRelay = false): void {
    this.#begin(crypto.randomUUID(), "us", viaRelay);
  }

  /** Leaves the first offer to the peer, for a while. */
  awaitOffer(): void {
    this.#offerTimer = setTimeout(() => this.call(), OFFER_MS);
  }

  handleOffer(description: JsonObject): void {
    this.#handshake?.note("offer");
    this.media.handleLabels(description.streams);
    const linkId = idIn(description, "linkId");
    if (linkId && this.#history.isPast(linkId)) return;
    const link = this.#link;
    if (linkId && linkId !== link?.id) {
      // The other end goes on with a link that this end no longer has: only a new one helps.
      if (description.isNewLink !== true) {
        this.call();
        return;
      }
      if (link && this.#history.insistsOn(link, description)) {
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
    this.#handshake?.note("answer");
    this.media.handleLabels(description.streams);
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
    await this.#link?.sendMedia(this.#context.media.streams.outgoing);
    this.fitMedia();
  }

  /** Encodes our videos for the share of the upload that this peer gets now. */
  fitMedia(): void {
    this.#link?.fitMedia(this.#context.media.uploadShare).catch(() => {
      // An implementation that cannot, or a connection closed meanwhile: the videos stay as they are.
    });
  }

  setConfiguration(configuration: RTCConfiguration): void {
    try {
      this.#link?.connection.setConfiguration(configuration);
    } catch (error) {
      this.#context.handleError(error);
    }
  }

  /** Tells the peer over the link who we are now. */
  greet(): void {
    void this.data.sendFrame({ t: "hello", peerId: this.#context.ownId() });
  }

  /** The other end hears us, or says by way of others that it does not. */
  handleHeard(isHeard: boolean): void {
    this.#recovery.handleHeard(isHeard);
  }

  /** Breaks the link, as if no way led to the peer any more. */
  breakLink(): void {
    this.#link?.connection.close();
    if (this.#link) this.#handleConnectionState("failed");
  }

  close(): void {
    clearTimeout(this.#offerTimer);
    clearTimeout(this.#repairTimer);
    this.#recovery.close();
    this.#link?.close();
    this.media.clear();
    this.playback.close();
    this.#linkState = "closed";
    this.data.close();
  }

  #begin(linkId: string, by: Beginner, viaRelay = false): void {
    clearTimeout(this.#offerTimer);
    if (!this.#context.mayCall()) return;
    // Ordinal comparison, the same on both ends.
    const polite = this.#context.ownId() < this.peerId;
    this.#history.handleBegun(linkId, by, this.#link);
    // When both ends have begun one, that is the same try. Before the link goes: if it was the last, the verdict is on it.
    const isOthersTry = by === "other" && (this.#link?.isAnswered ?? false);
    this.#recovery.handleBegun(polite, isOthersTry);
    this.#link?.close();
    this.media.clear();
    const link = this.#createLink(linkId, polite, viaRelay);
    this.#link = link;
    this.sendMedia()
      .catch((error) => this.#context.handleError(error))
      // The browser asks for it later, or has done so before the spare connection was taken.
      .then(() => by === "us" && link.offer());
    for (const candidate of this.#early.splice(0)) this.handleCandidate(candidate);
    if (this.#linkState === "new") this.#setLinkState("connecting");
    else if (this.#linkState === "connected") this.#setLinkState("reconnecting");
  }

  /** Nothing restarts a connection that is closed. */
  #restart(): void {
    if (this.connection?.signalingState === "closed") this.call();
    else this.#link?.restartIce();
  }

  #createLink(id: string, polite: boolean, viaRelay: boolean): PeerLink {
    return new PeerLink({
      id,
      replaces: this.#history.lastOfOther,
      polite,
      connection: this.#context.createConnection(viaRelay),
      prepareIce: () => this.#context.prepareIce(),
      send: (signal) => this.#context.send(this, this.#describe(signal)),
      handleConnectionState: (state) => this.#handleConnectionState(state),
      handleTrackEvent: (event) => this.media.handleTrackEvent(event),
      openChannels: (connection) => this.data.open(connection),
      handleError: (error) => this.#context.handleError(error),
    });
  }

  #handleConnectionState(state: RTCPeerConnectionState): void {
    this.#recovery.handleConnectionState(state);
    if (state === "connected") {
      this.#setLinkState("connected");
      this.#handshake?.end(this.connection);
      this.fitMedia();
    } else if (this.#linkState === "connected" && (state === "disconnected" || state === "failed")) {
      this.#setLinkState("reconnecting");
      this.#context.handleLinkLost(this);
    }
  }

  #describe(signal: LinkSignal): LinkSignal {
    if (signal.kind === "candidate") return signal;
    this.#handshake?.note(signal.kind);
    return { ...signal, description: { ...signal.description, ...this.#context.media.streams.description } };
  }

  #isForThisLink(signal: JsonObject | null): boolean {
    const linkId = idIn(signal, "linkId");
    return this.#link !== null && (linkId === undefined || linkId === this.#link.id);
  }

  #handleFailed(): void {
    this.#handshake?.end(null);
    // A closed one tells nothing, in Firefox not even by its descriptions.
    if (this.connection && this.connection.signalingState !== "closed") this.health.diagnose(this.connection);
    if (this.#linkState === "failed") this.#context.handleChange(this);
    else this.#setLinkState("failed");
  }

  #setLinkState(state: LinkState): void {
    if (state === this.#linkState) return;
    this.#linkState = state;
    if (state !== "failed") this.health.clear();
    this.data.handleLink(state === "connected");
    this.#context.handleChange(this);
  }

  #tellRecovery(): void {
    this.#recovery.handleSignaling(this.#isSignalingUp && this.#peer.state === "connected");
  }
}
