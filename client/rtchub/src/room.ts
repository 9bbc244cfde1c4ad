import { Emitter } from "./emitter.js";
import { RtcHubError } from "./errors.js";
import { IceServers } from "./ice-servers.js";
import type { JoinOptions } from "./join.js";
import { Membership } from "./membership.js";
import { onNetworkChange, onPageHide } from "./page-events.js";
import type { PeerCall } from "./peer-call.js";
import { PeerDirectory } from "./peer-directory.js";
import type { RemotePeer } from "./remote-peer.js";
import type { RoomEvents, RoomState, SendReport } from "./room-events.js";
import { type CreateRoomHub, createPlainHub, type RoomHub } from "./room-hub.js";
import { browserRtc, type Rtc } from "./rtc.js";
import { deliver } from "./signal-delivery.js";
import type { Grant, Json, JsonObject } from "./wire.js";

/** What a room is made with, beyond the public options: the edges of the platform. */
export interface RoomOptions extends JoinOptions {
  rtc?: Rtc;
  webSocket?: unknown;
  createHub?: CreateRoomHub;
}

/** A call with everyone in a topic. Made by `join` or `joinSealed`. */
export class Room extends Emitter<RoomEvents> {
  /** The name of the topic, as the service spells it (Unicode NFC). */
  readonly topic: string;
  readonly #options: RoomOptions;
  readonly #rtc: Rtc;
  readonly #hub: RoomHub;
  readonly #membership: Membership;
  readonly #directory: PeerDirectory;
  readonly #iceServers: IceServers;
  /** Its id is what the others see of our stream, whatever tracks it has. */
  readonly #label: MediaStream;
  readonly #offs: (() => void)[] = [];
  readonly #handleError = (error: RtcHubError) => this.emit("error", error);
  #media: MediaStream | null;

  /** @internal Use `join`. */
  constructor(topic: string, options: RoomOptions) {
    super();
    this.topic = topic.normalize("NFC");
    this.#options = options;
    this.#rtc = options.rtc ?? browserRtc;
    this.#label = this.#rtc.createStream();
    this.#media = options.stream ?? null;
    // Metadata goes with Subscribe; without any, the subscription comes with the connection, a round trip earlier.
    const topics = options.metadata ? [] : [this.topic];
    const { createHub = createPlainHub } = options;
    this.#hub = createHub({ ...options, topics, near: this.topic }, this.#handleError);
    this.#membership = new Membership(this.#hub, this.topic, options.metadata, {
      handleChange: (state) => this.#handleChange(state),
      handleRefused: (code) => this.#handleRemoved(code),
      handleError: this.#handleError,
    });
    this.#directory = this.#createDirectory();
    this.#iceServers = new IceServers(
      options,
      () => this.#hub.getIceServers(this.topic),
      () => {
        for (const call of this.#directory.calls) call.setConfiguration(this.#iceServers.configuration);
      },
    );
  }

  /** Your id as the others see it; a new one when the service has lost your session. */
  get peerId(): string {
    return this.#hub.peerId;
  }

  /** Whether the service can be reached now. Calls go on while it cannot. */
  get state(): RoomState {
    return this.#membership.state;
  }

  /** The others, by their current id, in joining order. */
  get peers(): ReadonlyMap<string, RemotePeer> {
    return new Map(this.#directory.calls.map((call) => [call.peerId, call.remote]));
  }

  /** What you send to everyone; null for nothing. */
  get stream(): MediaStream | null {
    return this.#media;
  }

  /** What your join token allows you here. */
  get grants(): readonly Grant[] {
    return this.#membership.grants;
  }

  /** You keep the topic locked. */
  get locks(): boolean {
    return this.#membership.locks;
  }

  /** Nobody else can join now: you, or another moderator who is here, keep the topic locked. */
  get isLocked(): boolean {
    const isHeld = (call: PeerCall) => call.remote.locks && !this.#directory.isOrphan(call);
    return this.locks || this.#directory.calls.some(isHeld);
  }

  /** The ICE servers in use: the service's and your own, for `checkConnectivity`. */
  get iceServers(): RTCIceServer[] {
    return this.#iceServers.configuration.iceServers ?? [];
  }

  /** Sends data (any JSON value) to every peer, directly over the data channels. */
  send(data: Json): SendReport {
    const report: SendReport = { delivered: [], missed: [] };
    for (const { remote } of this.#directory.calls)
      (remote.send(data) ? report.delivered : report.missed).push(remote);
    return report;
  }

  /** Replaces the media you send to everyone; null sends nothing. Tracks of a kind that is sent already are swapped without renegotiation. */
  async setStream(stream: MediaStream | null): Promise<void> {
    this.#media = stream;
    await Promise.all(this.#directory.calls.map((call) => call.sendMedia()));
  }

  /** Replaces what the others see of you. */
  async updateMetadata(metadata: JsonObject): Promise<void> {
    await this.#membership.updateMetadata(metadata);
  }

  /** Takes someone out of the topic. Needs the grant `moderate`; rejects with the service's code when it refuses. */
  async remove(peer: RemotePeer): Promise<void> {
    await this.#hub.removePeer(this.topic, peer.peerId);
  }

  /** Keeps newcomers out, or lets them in again unless another moderator's lock holds. Ends with your session. Needs `moderate`. */
  async lock(locked: boolean): Promise<void> {
    await this.#membership.lock(locked);
  }

  /** Says goodbye: the others see you leave at once, every connection is closed. Safe to call twice. */
  async leave(): Promise<void> {
    const goodbye = this.#hub.close();
    this.#membership.leave();
    for (const off of this.#offs.splice(0)) off();
    this.#directory.close();
    await goodbye;
  }

  /** @internal Resolves when subscribed. Events wait until whoever awaits that has attached handlers. */
  async open(): Promise<void> {
    this.holdEvents();
    this.#listenToHub();
    this.#listenToPage();
    try {
      await this.#membership.enter();
    } catch (error) {
      await this.leave();
      throw error;
    }
    this.releaseEventsSoon();
  }

  #createDirectory(): PeerDirectory {
    return new PeerDirectory(
      {
        ownId: () => this.peerId,
        createConnection: () => this.#rtc.createConnection(this.#iceServers.configuration),
        prepareIce: () => this.#iceServers.prepare(),
        // Where nobody may be sent anything there is no call; the roster is kept all the same.
        mayCall: () => this.grants.includes("signal") && !this.grants.includes("hidden"),
        createStream: () => this.#rtc.createStream(),
        localMedia: () => ({ media: this.#media, label: this.#label }),
        // Nobody at the service knows an orphan's id any more; what it has to say is repeated when it is bound.
        send: async (call, signal) =>
          this.#directory.isOrphan(call) || deliver(this.#hub, this.topic, call, signal, this.#handleError),
        handleChange: (call) => {
          this.#directory.handleLinkChange(call);
          this.emit("peerupdated", call.remote);
        },
        handleChannelClosed: (call) => this.#directory.handleChannelClosed(call),
        handleTrack: (call, track, stream) => this.emit("track", call.remote, track, stream),
        handleTrackRemoved: (call, track, stream) => this.emit("trackremoved", call.remote, track, stream),
        handleData: (call, data) => this.emit("data", call.remote, data),
        handleHello: (call, peerId) => {
          this.#hub.hurry(); // whoever has a new id got it from a service that is back
          this.#directory.handleHello(call, peerId);
        },
        handleError: (cause) =>
          this.#handleError(new RtcHubError("negotiation_failed", String(cause), { cause })),
      },
      {
        handleJoined: (call) => this.emit("peerjoined", call.remote),
        handleLeft: (call, reason) => this.emit("peerleft", call.remote, reason),
      },
    );
  }

  #listenToHub(): void {
    const hub = this.#hub;
    const directory = this.#directory;
    const membership = this.#membership;
    hub.on("statechange", (state) => membership.handleHubState(state));
    hub.on("sessionlost", () => {
      void membership.handleSessionLost();
      directory.handleSessionLost();
    });
    hub.on("subscribed", (subscription) => {
      // First: a call that is begun or restarted from here on needs them.
      this.#iceServers.set(subscription);
      membership.handleSubscribed(subscription);
      directory.greetAll();
      directory.handleSubscribed(subscription);
    });
    hub.on("tokenrenewed", () => membership.handleTokenRenewed());
    hub.on("roster", ({ peers, version }) => directory.handleRoster(peers, version));
    hub.on("peerjoined", ({ peer, version }) => directory.handlePeerJoined(peer, version));
    hub.on("peerupdated", ({ peer, version }) => directory.handlePeerUpdated(peer, version));
    hub.on("peerleft", ({ peerId, reason, version }) => directory.handlePeerLeft(peerId, reason, version));
    hub.on("offer", ({ from, description }) => directory.handleOffer(from, description));
    hub.on("answer", ({ from, description }) => directory.handleAnswer(from, description));
    hub.on("candidate", ({ from, candidate }) => directory.handleCandidate(from, candidate));
    hub.on("removed", ({ reason }) => this.#handleRemoved(reason));
  }

  #listenToPage(): void {
    const { signal } = this.#options;
    const leave = () => void this.leave();
    signal?.addEventListener("abort", leave);
    this.#offs.push(
      () => signal?.removeEventListener("abort", leave),
      () => this.#iceServers.close(),
      onPageHide(leave),
      onNetworkChange(() => this.#directory.handleNetworkChange()),
    );
  }

  #handleChange(state: RoomState): void {
    this.#directory.handleSignaling(state === "connected");
    this.emit("statechange", state);
  }

  #handleRemoved(reason: string): void {
    this.emit("removed", reason);
    void this.leave();
  }
}
