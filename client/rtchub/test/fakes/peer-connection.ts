import type { Rtc } from "../../src/link/rtc.js";
import { FakeChannel } from "./data-channel.js";
import { FakeStream, FakeTrack } from "./media.js";
import { LATENCY_MS } from "./web-socket.js";

/** How long ICE tries before it fails. */
const ICE_FAILS_MS = 10_000;

interface Media {
  mid: string;
  kind: string;
  direction: RTCRtpTransceiverDirection;
  streamIds: string[];
}
interface Model {
  ufrag: string;
  media: Media[];
}
interface Description {
  type: "offer" | "answer";
  sdp: string;
}
interface FakeSender {
  track: FakeTrack | null;
  streamIds: string[];
  replaceTrack(track: FakeTrack | null): Promise<void>;
  setStreams(...streams: FakeStream[]): void;
  getParameters(): RTCRtpSendParameters;
  setParameters(parameters: RTCRtpSendParameters): Promise<void>;
}
interface FakeTransceiver {
  mid: string | null;
  kind: string;
  /** Made by addTrack: a remote offer may take it over. */
  byAddTrack: boolean;
  direction: RTCRtpTransceiverDirection;
  negotiated: RTCRtpTransceiverDirection | null;
  sender: FakeSender;
  receiver: { track: FakeTrack };
  remoteStreams: FakeStream[];
  onDirection?: () => void;
}

const sends = (direction: string) => direction === "sendrecv" || direction === "sendonly";
const receives = (direction: string) => direction === "sendrecv" || direction === "recvonly";
const toDirection = (send: boolean, receive: boolean): RTCRtpTransceiverDirection =>
  send ? (receive ? "sendrecv" : "sendonly") : receive ? "recvonly" : "inactive";
const later = (action: () => void, ms = LATENCY_MS) => setTimeout(action, ms);
const write = (model: Model) => `v=0\r\na=ice-ufrag:${model.ufrag}\r\na=model:${JSON.stringify(model)}\r\n`;
const read = (description: Description): Model =>
  JSON.parse(description.sdp.match(/a=model:(.*)/)?.[1] ?? "");
const withCandidates = ({ type, sdp }: Description, candidateTypes: readonly string[]): Description => {
  const lines = candidateTypes.map((one) => `a=candidate:1 1 udp 1 10.0.0.1 9 typ ${one}\r\n`);
  return { type, sdp: sdp.replace(/a=candidate:.*\r\n/g, "") + lines.join("") };
};
const fail = (name: string, message = name) => Object.assign(new Error(message), { name });

/** The network between fake peer connections. */
export class FakeNetwork implements Rtc {
  readonly connections: FakePeerConnection[] = [];
  /** No media gets through: what is up breaks, what is begun fails. */
  isBroken = false;
  /** The types of the candidates that every connection has, and has heard of. */
  candidates: { local: readonly string[]; remote: readonly string[] } = { local: [], remote: [] };
  readonly byUfrag = new Map<string, FakePeerConnection>();

  createConnection(configuration: RTCConfiguration): RTCPeerConnection {
    const connection = new FakePeerConnection(this, configuration);
    this.connections.push(connection);
    return connection as unknown as RTCPeerConnection;
  }

  createStream(): MediaStream {
    return new FakeStream() as unknown as MediaStream;
  }

  /** Those that are not closed. */
  get open(): FakePeerConnection[] {
    return this.connections.filter((connection) => connection.signalingState !== "closed");
  }

  breakAll(): void {
    this.isBroken = true;
    for (const connection of this.open) connection.handleBroken();
  }

  /** New attempts get through again; what is down stays down until ICE is restarted. */
  heal(): void {
    this.isBroken = false;
  }
}

/** An RTCPeerConnection with the rules of https://w3c.github.io/webrtc-pc that negotiation depends on. */
export class FakePeerConnection {
  signalingState: RTCSignalingState = "stable";
  connectionState: RTCPeerConnectionState = "new";
  onnegotiationneeded: (() => void) | null = null;
  onicecandidate: ((event: { candidate: object | null }) => void) | null = null;
  onconnectionstatechange: (() => void) | null = null;
  ontrack: ((event: object) => void) | null = null;
  configuration: RTCConfiguration;
  /** What getStats gives. */
  stats: object[] = [];
  /** What happened, for tests to look at. */
  readonly log: string[] = [];
  readonly added: (object | null)[] = [];
  ondatachannel: ((event: { channel: FakeChannel }) => void) | null = null;
  sctp: { maxMessageSize: number } | null = null;
  readonly channels: FakeChannel[] = [];
  /** The channels that are made from now on let nothing through. */
  holdsChannels = false;
  readonly #network: FakeNetwork;
  #local: { current: Description | null; pending: Description | null } = { current: null, pending: null };
  #remote: { current: Description | null; pending: Description | null } = { current: null, pending: null };
  #transceivers: FakeTransceiver[] = [];
  /** What was made last. */
  readonly #created = { offer: "", answer: "" };
  #queue: Promise<unknown> = Promise.resolve();
  #queued = 0;
  #isNeeded = false;
  #isRestarting = false;
  #ufrags = 0;
  readonly #id: number;
  /** The other ends of the channels that were not agreed on. */
  readonly #twins = new Map<FakeChannel, FakeChannel>();
  #candidatesOf = new Set<string>();
  /** Whom the keys were agreed with: no other connection can take its place. */
  #partner: FakePeerConnection | null = null;
  #failTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(network: FakeNetwork, configuration: RTCConfiguration) {
    this.#network = network;
    this.configuration = configuration;
    this.#id = network.connections.length;
  }

  get localDescription(): Description | null {
    const description = this.#local.pending ?? this.#local.current;
    return description && withCandidates(description, this.#network.candidates.local);
  }
  get remoteDescription(): Description | null {
    const description = this.#remote.pending ?? this.#remote.current;
    return description && withCandidates(description, this.#network.candidates.remote);
  }
  getSenders(): FakeSender[] {
    return this.#transceivers.map(({ sender }) => sender);
  }
  getTransceivers(): FakeTransceiver[] {
    return [...this.#transceivers];
  }
  async getStats(): Promise<Map<string, object>> {
    return new Map(this.stats.map((record, index) => [String(index), record]));
  }
  getConfiguration(): RTCConfiguration {
    return this.configuration;
  }
  setConfiguration(configuration: RTCConfiguration): void {
    this.configuration = configuration;
  }

  createDataChannel(label: string, options: FakeChannel["options"] = {}): FakeChannel {
    if (this.signalingState === "closed") throw fail("InvalidStateError");
    const channel = new FakeChannel(label, options, (end) => this.#otherEnd(end));
    channel.isHeld = this.holdsChannels;
    this.channels.push(channel);
    if (this.connectionState === "connected") later(() => this.#open(channel));
    this.#checkNeeded();
    return channel;
  }

  /** The channel that was made first. */
  get channel(): FakeChannel | undefined {
    return this.channels[0];
  }

  addTrack(track: FakeTrack, ...streams: FakeStream[]): FakeSender {
    const streamIds = streams.map(({ id }) => id);
    const free = this.#transceivers.find(
      (one) => one.kind === track.kind && !one.sender.track && !one.byAddTrack,
    );
    const transceiver = free ?? this.#addTransceiver(track.kind, "inactive");
    transceiver.byAddTrack = true;
    Object.assign(transceiver.sender, { track, streamIds });
    transceiver.direction = toDirection(true, free ? receives(free.direction) : true);
    this.#checkNeeded();
    return transceiver.sender;
  }

  removeTrack(sender: FakeSender): void {
    const transceiver = this.#transceivers.find((one) => one.sender === sender);
    if (!transceiver) return;
    sender.track = null;
    transceiver.direction = toDirection(false, receives(transceiver.direction));
    this.#checkNeeded();
  }

  restartIce(): void {
    this.log.push("restartIce");
    this.#isRestarting = true;
    this.#checkNeeded();
  }

  createOffer(): Promise<Description> {
    return this.#create("offer", () => this.#offer());
  }

  createAnswer(): Promise<Description> {
    return this.#create("answer", () => this.#answer());
  }

  setLocalDescription(description: Description): Promise<void> {
    const { type, sdp } = description;
    return this.#chain(() => {
      const isAnswer = this.signalingState === "have-remote-offer";
      if (isAnswer !== (type === "answer")) throw fail("InvalidStateError");
      if (sdp !== this.#created[type]) throw fail("InvalidModificationError");
      if (type === "offer") {
        this.#local.pending = description;
        this.signalingState = "have-local-offer";
      } else {
        this.#local = { current: description, pending: null };
        this.#remote = { current: this.#remote.pending, pending: null };
        this.#becomeStable();
      }
      this.log.push(`local ${type}`);
      this.#gather(read(description).ufrag);
    });
  }

  setRemoteDescription(description: Description): Promise<void> {
    return this.#chain(() => {
      if (description.type === "offer") {
        if (this.signalingState === "have-local-offer") this.#rollback();
        this.#remote.pending = description;
        this.signalingState = "have-remote-offer";
      } else {
        if (this.signalingState !== "have-local-offer") throw fail("InvalidStateError");
        this.#remote = { current: description, pending: null };
        this.#local = { current: this.#local.pending, pending: null };
      }
      this.log.push(`remote ${description.type}`);
      this.#applyRemoteMedia(read(description));
      if (description.type === "answer") this.#becomeStable();
    });
  }

  addIceCandidate(candidate: { candidate?: string; usernameFragment?: string } | null): Promise<void> {
    return this.#chain(() => {
      if (!this.remoteDescription) throw fail("InvalidStateError", "a candidate before its description");
      this.added.push(candidate);
      if (!candidate?.candidate) return;
      const { ufrag } = read(this.remoteDescription);
      if (candidate.usernameFragment !== ufrag)
        throw fail("OperationError", "a candidate of another generation");
      this.#candidatesOf.add(ufrag);
      this.tryConnect();
    });
  }

  close(): void {
    if (this.signalingState === "closed") return;
    const other = this.other;
    this.signalingState = "closed";
    this.connectionState = "closed";
    clearTimeout(this.#failTimer);
    for (const channel of this.channels) channel.close();
    later(() => {
      if (!other || other.signalingState === "closed" || other.other !== null) return;
      for (const channel of other.channels) channel.handleClosed();
      other.handleBroken();
    });
  }

  /** The connection that the remote description came from, if it is open. */
  get other(): FakePeerConnection | null {
    const description = this.#remote.current;
    const other = description ? this.#network.byUfrag.get(read(description).ufrag) : undefined;
    return other && other.signalingState !== "closed" ? other : null;
  }

  handleBroken(): void {
    if (this.connectionState === "connected") this.#setConnectionState("disconnected");
    this.#failLater();
  }

  /** Both ends must have each other's current credentials and a candidate with them. */
  tryConnect(): void {
    const other = this.other;
    if (!other || !this.#isReadyFor(other) || !other.#isReadyFor(this)) return;
    for (const end of [this, other]) {
      if (end.connectionState === "connected") continue;
      end.#setConnectionState("connecting");
      if (this.#network.isBroken) end.#failLater();
      else later(() => end.#connect());
    }
  }

  #isReadyFor(other: FakePeerConnection): boolean {
    const [remote, local] = [this.#remote.current, other.#local.current];
    if (!remote || !local || this.signalingState === "closed") return false;
    if (this.#partner && this.#partner !== other) return false;
    return read(remote).ufrag === read(local).ufrag && this.#candidatesOf.has(read(remote).ufrag);
  }

  #connect(): void {
    if (this.#network.isBroken || this.connectionState !== "connecting" || !this.other) return;
    clearTimeout(this.#failTimer);
    this.#partner = this.other;
    this.#setConnectionState("connected");
    later(() => {
      for (const channel of this.channels) this.#open(channel);
    });
  }

  /** A channel that was not agreed on is announced to the other end, before anything comes over it. */
  #open(channel: FakeChannel): void {
    const other = this.other;
    if (!other || channel.readyState !== "connecting") return;
    if (!channel.options.negotiated && !this.#twins.has(channel)) {
      const twin = new FakeChannel(channel.label, channel.options, (end) => other.#otherEnd(end));
      this.#twins.set(channel, twin);
      other.#twins.set(twin, channel);
      other.channels.push(twin);
      twin.handleOpen();
      other.ondatachannel?.({ channel: twin });
    }
    channel.handleOpen();
  }

  #otherEnd(channel: FakeChannel): FakeChannel | undefined {
    const { negotiated, id } = channel.options;
    return negotiated
      ? this.other?.channels.find(({ options }) => options.id === id)
      : this.#twins.get(channel);
  }

  #failLater(): void {
    clearTimeout(this.#failTimer);
    this.#failTimer = later(() => {
      if (this.signalingState !== "closed" && this.connectionState !== "connected")
        this.#setConnectionState("failed");
    }, ICE_FAILS_MS);
  }

  #setConnectionState(state: RTCPeerConnectionState): void {
    if (state === this.connectionState) return;
    this.connectionState = state;
    later(() => this.onconnectionstatechange?.(), 0);
  }

  #gather(ufrag: string): void {
    if (this.#network.byUfrag.has(ufrag)) return;
    this.#network.byUfrag.set(ufrag, this);
    const emit = (line: string | null) => {
      const candidate = line === null ? null : { candidate: line, sdpMid: "0", usernameFragment: ufrag };
      if (this.signalingState !== "closed")
        this.onicecandidate?.({ candidate: candidate && { ...candidate, toJSON: () => candidate } });
    };
    later(() => emit("candidate:host"), 1);
    later(() => emit("candidate:srflx"), 10);
    later(() => emit(""), 11);
    later(() => emit(null), 11);
  }

  #ufrag(restart: boolean): string {
    const current = this.#local.current;
    return current && !restart ? read(current).ufrag : `u${this.#id}-${++this.#ufrags}`;
  }

  #offer(): Model {
    for (const one of this.#transceivers) one.mid ??= this.#newMid();
    return { ufrag: this.#ufrag(this.#isRestarting), media: this.#media((one) => one.direction) };
  }

  #answer(): Model {
    const offer = this.#remote.pending ? read(this.#remote.pending) : { ufrag: "", media: [] };
    const restart = this.#remote.current !== null && read(this.#remote.current).ufrag !== offer.ufrag;
    if (restart) this.#isRestarting = false;
    const media = this.#media((one) => {
      const remote = offer.media.find(({ mid }) => mid === one.mid)?.direction ?? "inactive";
      one.negotiated = toDirection(
        sends(one.direction) && receives(remote),
        receives(one.direction) && sends(remote),
      );
      return one.negotiated;
    });
    const known = new Set(offer.media.map(({ mid }) => mid));
    return { ufrag: this.#ufrag(restart), media: media.filter(({ mid }) => known.has(mid)) };
  }

  #media(direction: (one: FakeTransceiver) => RTCRtpTransceiverDirection): Media[] {
    const data: Media = { mid: "data", kind: "application", direction: "sendrecv", streamIds: [] };
    const media = this.#transceivers
      .filter((one) => one.mid !== null)
      .map((one): Media => {
        return {
          mid: String(one.mid),
          kind: one.kind,
          direction: direction(one),
          streamIds: one.sender.streamIds,
        };
      });
    return this.channel ? [data, ...media] : media;
  }

  #newMid(): string {
    return `m${this.#id}-${this.#transceivers.filter(({ mid }) => mid !== null).length}`;
  }

  #applyRemoteMedia({ media }: Model): void {
    for (const one of media) {
      if (one.kind === "application") continue;
      let transceiver =
        this.#transceivers.find(({ mid }) => mid === one.mid) ??
        this.#transceivers.find(({ mid, kind, byAddTrack }) => !mid && byAddTrack && kind === one.kind);
      transceiver ??= this.#addTransceiver(one.kind, "recvonly");
      transceiver.mid = one.mid;
      if (this.#remote.pending === null)
        transceiver.negotiated = toDirection(
          receives(one.direction) && sends(transceiver.direction),
          sends(one.direction),
        );
      this.#applyRemoteTrack(transceiver, one);
    }
  }

  #applyRemoteTrack(transceiver: FakeTransceiver, { direction, streamIds }: Media): void {
    const { track } = transceiver.receiver;
    if (sends(direction) && transceiver.remoteStreams.length === 0) {
      transceiver.remoteStreams = streamIds.map((id) => this.#remoteStream(id));
      for (const stream of transceiver.remoteStreams) stream.addTrack(track);
      this.ontrack?.({ track, streams: transceiver.remoteStreams, transceiver });
    } else if (!sends(direction)) {
      for (const stream of transceiver.remoteStreams.splice(0)) {
        stream.removeTrack(track);
        stream.onremovetrack?.({ track });
      }
    }
  }

  #remoteStream(id: string): FakeStream {
    const known = this.#transceivers
      .flatMap(({ remoteStreams }) => remoteStreams)
      .find((stream) => stream.id === id);
    return known ?? new FakeStream([], id);
  }

  #addTransceiver(kind: string, direction: RTCRtpTransceiverDirection): FakeTransceiver {
    const check = () => this.#checkNeeded();
    let parameters = { encodings: [{}] } as RTCRtpSendParameters;
    const sender: FakeSender = {
      track: null,
      streamIds: [],
      getParameters: () => structuredClone(parameters),
      async setParameters(changed) {
        parameters = changed;
      },
      async replaceTrack(track) {
        this.track = track;
      },
      setStreams(...streams) {
        this.streamIds = streams.map(({ id }) => id);
        check();
      },
    };
    let wanted = direction;
    const transceiver: FakeTransceiver = {
      mid: null,
      kind,
      byAddTrack: false,
      get direction() {
        return wanted;
      },
      set direction(value) {
        wanted = value;
        check();
      },
      negotiated: null,
      sender,
      receiver: { track: new FakeTrack(kind) },
      remoteStreams: [],
    };
    this.#transceivers.push(transceiver);
    return transceiver;
  }

  #rollback(): void {
    this.log.push("rollback");
    const settled = new Set(this.#local.current ? read(this.#local.current).media.map(({ mid }) => mid) : []);
    for (const one of this.#transceivers) if (one.mid && !settled.has(one.mid)) one.mid = null;
    this.#local.pending = null;
    this.signalingState = "stable";
  }

  #becomeStable(): void {
    this.signalingState = "stable";
    const { current } = this.#local;
    if (current?.type === "offer") this.#isRestarting = false;
    this.#isNeeded = false;
    this.#checkNeeded();
    this.tryConnect();
  }

  #checkNeeded(): void {
    // The specification's queue: only with nothing under way, only when stable, and looked at again when the task runs.
    if (this.#isNeeded || !this.#needsNegotiation()) return;
    if (this.signalingState !== "stable" || this.#queued > 0) return;
    this.#isNeeded = true;
    later(() => {
      this.#isNeeded = false;
      if (this.signalingState !== "stable" || this.#queued > 0 || !this.#needsNegotiation()) return;
      this.#isNeeded = true;
      this.log.push("negotiationneeded");
      this.onnegotiationneeded?.();
    }, 0);
  }

  #needsNegotiation(): boolean {
    if (this.#isRestarting) return true;
    const { current } = this.#local;
    const media = current ? read(current).media : [];
    if (this.channel && !media.some(({ kind }) => kind === "application")) return true;
    return this.#transceivers.some((one) => {
      const negotiated = media.find(({ mid }) => mid === one.mid);
      return !negotiated || sends(one.direction) !== sends(negotiated.direction);
    });
  }

  #create(type: Description["type"], make: () => Model): Promise<Description> {
    return this.#chain(() => {
      const sdp = write(make());
      this.#created[type] = sdp;
      return { type, sdp };
    });
  }

  #chain<Result>(operation: () => Result): Promise<Result> {
    this.#queued++;
    const run = this.#queue.then(
      () =>
        new Promise<Result>((resolve, reject) => {
          // Never settles when closed meanwhile, as in the browser.
          later(() => {
            if (this.signalingState === "closed") return;
            this.#queued--;
            try {
              resolve(operation());
            } catch (error) {
              reject(error);
            }
            if (this.#queued === 0) this.#checkNeeded();
          }, 0);
        }),
    );
    this.#queue = run.catch(() => {});
    return run;
  }
}
