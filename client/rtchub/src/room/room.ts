import { agreedChannels } from "../data/agreed-channels.js";
import type { FileOptions, OutgoingFile } from "../data/files/outgoing-file.js";
import type { Data, SendOptions } from "../data/message.js";
import type { RequestHandler } from "../data/requests.js";
import { Emitter } from "../emitter.js";
import { RtcHubError } from "../errors.js";
import type { MeshRow } from "../health/mesh.js";
import { RoomHealth } from "../health/room-health.js";
import { onNetworkChange, onPageHide } from "../hub/page-events.js";
import { type Grant, type JsonObject, operator } from "../hub/wire.js";
import { IceServers } from "../link/ice-servers.js";
import { type Rtc, rtcOf } from "../link/rtc.js";
import { SpareConnection } from "../link/spare-connection.js";
import { RoomMedia } from "../media/room-media.js";
import { CAMERA, SCREEN, type StreamLabel } from "../media/stream-label.js";
import type { Scenario } from "../simulation.js";
import type { JoinOptions } from "./join.js";
import { Membership } from "./membership.js";
import type { PeerCall } from "./peer-call.js";
import { PeerDirectory } from "./peer-directory.js";
import type { RemotePeer } from "./remote-peer.js";
import type { RoomEvents, RoomState, SendReport } from "./room-events.js";
import { type CreateRoomHub, createPlainHub, type RoomHub } from "./room-hub.js";
import { deliver } from "./signal-delivery.js";
import { takeOver } from "./take-over.js";

/** What a room is made with, beyond the public options: the edges of the platform. */
export interface RoomOptions extends JoinOptions {
  rtc?: Rtc;
  createHub?: CreateRoomHub;
}

/** A call with everyone in a topic. Made by `join` or `joinSealed`. */
export class Room extends Emitter<RoomEvents> {
  /** The name of the topic, as the service spells it (Unicode NFC). */
  readonly topic: string;
  readonly #options: RoomOptions;
  readonly #rtc: Rtc;
  readonly #spare: SpareConnection;
  readonly #hub: RoomHub;
  readonly #membership: Membership;
  readonly #directory: PeerDirectory;
  readonly #iceServers: IceServers;
  readonly #health: RoomHealth;
  readonly #media: RoomMedia;
  readonly #requestHandlers = new Map<string, RequestHandler>();
  readonly #offs: (() => void)[] = [];
  readonly #handleError = (error: RtcHubError) => this.emit("error", error);

  /** @internal Use `join`. */
  constructor(topic: string, options: RoomOptions) {
    super();
    this.topic = topic.normalize("NFC");
    this.#options = options;
    this.#rtc = options.rtc ?? rtcOf(options.webrtc);
    this.#spare = new SpareConnection((configuration) => {
      const connection = this.#rtc.createConnection(configuration);
      agreedChannels(connection);
      return connection;
    });
    const calls = () => this.#directory.calls;
    this.#media = new RoomMedia(options, () => this.#rtc.createStream(), calls);
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
    this.#health = new RoomHealth({
      ownId: () => this.peerId,
      calls,
      send: (call, frame) => void call.data.sendFrame(frame),
      handleChange: () => this.emit("meshchange"),
      handleQuality: ({ remote }) => this.emit("quality", remote, remote.quality),
    });
    this.#iceServers = new IceServers(
      options,
      () => this.#hub.getIceServers(this.topic),
      () => {
        const { configuration } = this.#iceServers;
        this.#spare.configure(configuration);
        for (const call of this.#directory.calls) call.setConfiguration(configuration);
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

  /** The camera and microphone that you send to everyone; null for none. */
  get stream(): MediaStream | null {
    return this.#media.streams.get(CAMERA);
  }

  /** The screen that you share; null for none. */
  get screen(): MediaStream | null {
    return this.#media.streams.get(SCREEN);
  }

  /**
   * Who is connected with whom: how each one's links are, by the id of who tells and the id of the other end. Yours are in it. A pair that is broken
   * is repaired from both ends: by ICE restarts, then with a new connection through TURN.
   */
  get mesh(): ReadonlyMap<string, MeshRow> {
    return this.#health.mesh.rows;
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

  /** Sends data to every peer, directly, as `RemotePeer.send` does. */
  async send(data: Data, options?: SendOptions): Promise<SendReport> {
    const peers = this.#directory.calls.map(({ remote }) => remote);
    const sent = await Promise.all(peers.map((peer) => peer.send(data, options)));
    return { delivered: peers.filter((_, i) => sent[i]), missed: peers.filter((_, i) => !sent[i]) };
  }

  /** Answers the peers' requests of that name, instead of any handler before; returns the function that ends it. */
  onRequest(name: string, handler: RequestHandler): () => void {
    this.#requestHandlers.set(name, handler);
    return () => {
      if (this.#requestHandlers.get(name) === handler) this.#requestHandlers.delete(name);
    };
  }

  /** Offers a file to everyone who is here now. */
  sendFile(file: Blob, options?: FileOptions): OutgoingFile[] {
    return this.#directory.calls.map(({ remote }) => remote.sendFile(file, options));
  }

  /**
   * Replaces what you send to everyone under `label`; null sends nothing. Tracks of a kind that is sent already are swapped without
   * renegotiation; a track that ends is taken out by itself.
   */
  setStream(stream: MediaStream | null, label: StreamLabel = CAMERA): Promise<void> {
    return this.#media.set(label, stream);
  }

  /** Shares a screen (from `getDisplayMedia`) beside the camera; null ends it. */
  setScreen(stream: MediaStream | null): Promise<void> {
    return this.setStream(stream, SCREEN);
  }

  /** Plays everyone's attached elements on another speaker or headset; "" is the default one. Rejects when the browser refuses. */
  setSpeaker(deviceId: string): Promise<void> {
    return this.#media.setSpeaker(deviceId);
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

  /** Makes something happen, so that an application can try its own error paths; `ice-failure` for one `peer`, or for everyone. */
  simulate(scenario: Scenario, peer?: RemotePeer): void {
    if (scenario === "removed") this.#handleRemoved("removed");
    else if (scenario === "token-expired") this.#handleRemoved("token_expired");
    else if (scenario !== "ice-failure") this.#hub.simulate(scenario);
    else for (const call of this.#directory.calls) if (!peer || call.remote === peer) call.breakLink();
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
    const { session } = this.#options;
    if (session) this.#offs.push(takeOver(this.topic, session, () => this.#handleRemoved("taken_over")));
    this.#listenToHub();
    this.#listenToPage();
    this.#health.start();
    this.#spare.prepare(() => this.#iceServers.configuration);
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
        createConnection: (viaRelay) => {
          const { configuration, relayConfiguration } = this.#iceServers;
          return this.#spare.take(viaRelay ? relayConfiguration : configuration);
        },
        prepareIce: () => this.#iceServers.prepare(),
        // Where nobody may be sent anything there is no call; the roster is kept all the same.
        mayCall: () => this.grants.includes("signal") && !this.grants.includes("hidden"),
        createStream: () => this.#rtc.createStream(),
        media: this.#media,
        // Nobody at the service knows an orphan's id any more; what it has to say is repeated when it is bound.
        send: async (call, signal) =>
          this.#directory.isOrphan(call) || deliver(this.#hub, this.topic, call, signal, this.#handleError),
        handleChange: (call) => {
          this.#directory.handleLinkChange(call);
          this.#health.mesh.update();
          this.emit("peerupdated", call.remote);
        },
        handleLinkLost: (call) => this.#suspectSignaling(call),
        handleChannelClosed: (call) => this.#directory.handleChannelClosed(call),
        handleTrack: (call, ...told) => this.emit("track", call.remote, ...told),
        handleTrackRemoved: (call, ...told) => this.emit("trackremoved", call.remote, ...told),
        handleData: (call, data) => this.emit("data", call.remote, data),
        handleOpen: (call) => this.#health.mesh.handleOpen(call),
        handleMesh: (call, frame) => this.#health.mesh.handleFrame(call, frame),
        findRequestHandler: (name) => this.#requestHandlers.get(name),
        handleFile: (call, file) => {
          const isHeard = this.isHeard("file");
          if (isHeard) this.emit("file", call.remote, file);
          return isHeard;
        },
        handleHello: (call, peerId) => {
          this.#hub.hurry(); // whoever has a new id got it from a service that is back
          this.#directory.handleHello(call, peerId);
        },
        reportHandshake: this.#options.handshakeReports
          ? (report) => void this.#hub.reportHandshake(report).catch(() => {}) // a figure less
          : null,
        handleError: (cause) =>
          this.#handleError(new RtcHubError("negotiation_failed", String(cause), { cause })),
      },
      {
        handleJoined: (call) => {
          this.#media.handleJoined(call);
          this.#health.mesh.update();
          this.emit("peerjoined", call.remote);
        },
        handleLeft: (call, reason) => {
          this.#media.handleRosterChange();
          this.#health.mesh.update();
          this.emit("peerleft", call.remote, reason);
        },
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
    directory.listenTo(hub);
    hub.on("message", ({ from, data }) => {
      if (from === operator) this.emit("notice", data);
    });
    hub.on("removed", ({ reason }) => this.#handleRemoved(reason));
  }

  #listenToPage(): void {
    const { signal } = this.#options;
    const leave = () => void this.leave();
    signal?.addEventListener("abort", leave);
    this.#offs.push(
      () => signal?.removeEventListener("abort", leave),
      () => this.#spare.close(),
      () => this.#iceServers.close(),
      () => this.#health.close(),
      () => this.#media.close(),
      onPageHide(leave),
      onNetworkChange(() => this.#directory.handleNetworkChange()),
    );
  }

  #handleChange(state: RoomState): void {
    this.#directory.handleSignaling(state === "connected");
    this.emit("statechange", state);
  }

  /** Whoever loses all calls at once may have lost the way to the service too, which is noticed much later. */
  #suspectSignaling({ peer }: PeerCall): void {
    const isAlone = !this.#directory.calls.some(({ isUp }) => isUp);
    if (isAlone && peer.state === "connected") this.#hub.renew();
  }

  #handleRemoved(reason: string): void {
    this.emit("removed", reason);
    void this.leave();
  }
}
