import { computed, effect, signal } from "@preact/signals";
import type { LeaveReason, RemotePeer, Room, RoomState, RtcHubError } from "rtchub";
import { type ToastAction, Toasts } from "rtchub-ui";
import { Chat } from "../chat/chat";
import { parseChatMessage } from "../chat/chat-message";
import { parseNotice } from "../chat/notice";
import { Files } from "../files/files";
import type { MediaView } from "../media/media-view";
import { SoundPermission } from "../media/sound-permission";
import { type Emoji, parseReaction } from "../reactions/reaction-message";
import { Reactions } from "../reactions/reactions";
import { words } from "../words";
import { callStatus, watchingStatus } from "./call-status";
import { Hands } from "./hands";
import { type LocalMetadata, localMetadata, sendMetadata } from "./local-metadata";
import { viewMesh } from "./mesh-view";
import { Moderation } from "./moderation";
import { nameOf } from "./names";
import { PeerList } from "./peer-list";
import { ScreenShare } from "./screen-share";
import { Speakers } from "./speakers";
import { StageView } from "./stage-view";

export interface CallOptions {
  room: Room;
  isSealed: boolean;
  media: MediaView;
  /** What join() was told, so that only later changes are sent. */
  joinedWith: LocalMetadata;
  onRemoved: (reason: string) => void;
  /** The room was left without us: the page is hidden for good, or until it comes back from the browser's cache. */
  onLeft: () => void;
}

/** A call under way: the room's events as signals that the page draws. */
export class Call {
  readonly startedAt = Date.now();
  readonly isSealed: boolean;
  readonly name: string;
  readonly media: MediaView;
  readonly chat: Chat;
  readonly files: Files;
  readonly moderation: Moderation;
  readonly sound = new SoundPermission();
  readonly toasts = new Toasts();
  readonly speakers = new Speakers();
  readonly view: StageView;
  readonly hands: Hands;
  readonly reactions: Reactions;
  readonly screen: ScreenShare;
  readonly status = computed(() =>
    this.moderation.mayCall.value ? callStatus(this.#roomState.value, this.peers.value) : watchingStatus(),
  );

  /** Who is connected with whom. */
  readonly mesh = computed(() => {
    const others = this.peers.value.map(({ remote, name }) => ({ peerId: remote.peerId, name }));
    return viewMesh(this.#mesh.value, [{ peerId: this.#room.peerId, name: words.value.you }, ...others]);
  });

  readonly #room: Room;
  readonly #mesh = signal<Room["mesh"]>(new Map());
  readonly #roomState = signal<RoomState>("connected");
  readonly #peerList = new PeerList();
  readonly #stops: (() => void)[] = [];
  #hasWarned = false;

  constructor({ room, isSealed, media, joinedWith, onRemoved, onLeft }: CallOptions) {
    this.isSealed = isSealed;
    this.name = joinedWith.name;
    this.media = media;
    this.#room = room;
    this.#roomState.value = room.state;
    this.chat = new Chat((message) => room.send(message));
    this.files = new Files(room, this.chat, (...said) => this.say(...said));
    this.moderation = new Moderation(room, (text) => this.say(text));
    this.reactions = new Reactions((message) => room.send(message));
    this.hands = new Hands(this.peers);
    this.screen = new ScreenShare(media, (text) => this.say(text));
    this.view = new StageView(this.peers, this.speakers.activeKey);
    this.#addPresent([...room.peers.values()]);
    this.#showMesh();
    this.#listen(onRemoved, onLeft);
    this.#stops.push(
      sendMetadata(room, joinedWith, () => localMetadata(this.name, media, this.hands.own.value)),
      this.speakers.listenTo(this.peers),
      () => this.screen.close(),
      effect(() => this.#setSpeaker(media.speakerId.value)),
      this.hands.onRaised((name) => this.say(words.value.hand.raisedBy(name))),
    );
  }

  get peers() {
    return this.#peerList.views;
  }

  /** Of a topic its name; of a sealed room nothing that its secret could be told from. */
  get title(): string {
    return this.isSealed ? words.value.sealed.title : this.#room.topic;
  }

  get iceServers(): RTCIceServer[] {
    return this.#room.iceServers;
  }

  /** Says something for a moment (which screen readers hear). */
  say(text: string, action?: ToastAction): void {
    this.toasts.show(text, action);
  }

  react(emoji: Emoji): void {
    this.reactions.send(emoji, words.value.you);
  }

  async leave(): Promise<void> {
    this.dispose();
    await this.#room.leave();
  }

  /** Lets go of everything but the room itself. */
  dispose(): void {
    this.toasts.clear();
    this.reactions.clear();
    this.chat.close();
    for (const stop of this.#stops.splice(0)) stop();
  }

  #listen(onRemoved: (reason: string) => void, onLeft: () => void): void {
    const room = this.#room;
    const refresh = () => {
      this.#peerList.refresh();
      this.moderation.refresh();
    };
    this.#stops.push(
      room.on("statechange", (state) => {
        this.#roomState.value = state;
        this.moderation.refresh();
        if (state === "left") onLeft();
      }),
      room.on("peerjoined", (peer) => this.#addPeer(peer)),
      room.on("peerleft", (peer, reason) => this.#removePeer(peer, reason)),
      room.on("peerupdated", refresh),
      room.on("quality", () => this.#peerList.refresh()),
      room.on("meshchange", () => this.#showMesh()),
      room.on("track", (peer, track, _stream, label) => {
        // A remote track that ends without another event must not leave a frozen picture.
        track.addEventListener("ended", refresh, { once: true });
        refresh();
        if (label === "screen" && track.kind === "video") this.say(words.value.screen.begun(nameOf(peer)));
      }),
      room.on("trackremoved", refresh),
      room.on("file", (peer, file) => this.files.receive(peer, file)),
      room.on("data", (peer, data) => this.#receive(peer, data)),
      room.on("notice", (data) => {
        const text = parseNotice(data);
        if (text !== null) this.#note(words.value.call.notice(text));
      }),
      room.on("removed", onRemoved),
      room.on("error", (error) => this.#handleError(error)),
    );
  }

  /** One that was plugged out since it was chosen is no speaker any more: the browser's own choice goes on. */
  #setSpeaker(deviceId: string): void {
    this.#room.setSpeaker(deviceId).catch((error: unknown) => console.warn("rtchub:", error));
  }

  #showMesh(): void {
    this.#mesh.value = this.#room.mesh;
  }

  #handleError(error: RtcHubError): void {
    console.warn("rtchub:", error);
    if (error.code !== "seal_broken" || this.#hasWarned) return;
    this.#hasWarned = true;
    this.#note(words.value.sealed.interference);
  }

  /** What stays in the chat too, for whoever was not looking. */
  #note(text: string): void {
    this.chat.note(text);
    this.say(text);
  }

  #addPresent(peers: readonly RemotePeer[]): void {
    for (const peer of peers) this.#peerList.add(peer);
    if (peers.length > 0) this.chat.note(words.value.call.present(peers.map(nameOf).join(", ")));
  }

  #addPeer(peer: RemotePeer): void {
    // The room also announces those who were there before us.
    if (this.#peerList.has(peer)) return;
    this.#peerList.add(peer);
    this.moderation.refresh();
    this.#note(words.value.call.joined(nameOf(peer)));
  }

  #removePeer(peer: RemotePeer, reason: LeaveReason): void {
    this.#peerList.remove(peer);
    this.moderation.refresh();
    this.#note(words.value.call.departures[reason](nameOf(peer)));
  }

  #receive(peer: RemotePeer, data: unknown): void {
    const name = nameOf(peer);
    const text = parseChatMessage(data);
    if (text !== null) {
      this.chat.receive(name, text);
      if (!this.chat.open.value) this.say(`${name}: ${text}`);
    }
    const emoji = parseReaction(data);
    const key = this.#peerList.keyOf(peer);
    if (emoji && key) this.reactions.receive(key, name, emoji);
  }
}
