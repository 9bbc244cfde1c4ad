import { computed, effect, signal } from "@preact/signals";
import type { LeaveReason, RemotePeer, Room, RoomState, RtcHubError } from "rtchub";
import { Chat } from "../chat/chat";
import { parseChatMessage } from "../chat/chat-message";
import type { LocalMedia } from "../media/local-media";
import { SoundPermission } from "../media/sound-permission";
import { callStatus, watchingStatus } from "./call-status";
import { Moderation } from "./moderation";
import { displayName } from "./names";
import { PeerList } from "./peer-list";

const noticeMs = 5000;
const departures = { left: "left", timeout: "lost the connection", removed: "was removed" } as const;
const interference =
  "Something was refused that is not sealed with this link’s key: someone tries to interfere with this call.";

export interface CallOptions {
  room: Room;
  isSealed: boolean;
  media: LocalMedia;
  /** What join() was told, so that only later changes are sent. */
  joinedWith: LocalMetadata;
  onRemoved: (reason: string) => void;
}

/** What the others see of us. */
export type LocalMetadata = { name: string; microphone: boolean; camera: boolean };

export function localMetadata(name: string, media: LocalMedia): LocalMetadata {
  return { name, microphone: media.microphone.on.value, camera: media.camera.on.value };
}

/** A call under way: the room's events as signals that the page draws, and the local media sent to the room. */
export class Call {
  /** Of a topic its name; of a sealed room nothing that its secret could be told from. */
  readonly title: string;
  readonly isSealed: boolean;
  readonly name: string;
  readonly media: LocalMedia;
  readonly chat: Chat;
  readonly moderation: Moderation;
  readonly sound = new SoundPermission();
  readonly notice = signal<string | null>(null);
  readonly status = computed(() =>
    this.moderation.mayCall.value ? callStatus(this.#roomState.value, this.peers.value) : watchingStatus,
  );

  readonly #room: Room;
  readonly #roomState = signal<RoomState>("connected");
  readonly #peerList = new PeerList();
  readonly #stops: (() => void)[] = [];
  #hasWarned = false;
  #noticeTimer: ReturnType<typeof setTimeout> | undefined;

  constructor({ room, isSealed, media, joinedWith, onRemoved }: CallOptions) {
    this.title = isSealed ? "Sealed call" : room.topic;
    this.isSealed = isSealed;
    this.name = joinedWith.name;
    this.media = media;
    this.#room = room;
    this.#roomState.value = room.state;
    this.chat = new Chat((message) => room.send(message));
    this.moderation = new Moderation(room, (text) => this.say(text));
    this.#addPresent([...room.peers.values()]);
    this.#listen(onRemoved);
    this.#stops.push(this.#sendMedia(), this.#sendMetadata(joinedWith));
  }

  get peers() {
    return this.#peerList.views;
  }

  get iceServers(): RTCIceServer[] {
    return this.#room.iceServers;
  }

  /** Says something for a moment in the status line (which screen readers hear). */
  say(text: string): void {
    clearTimeout(this.#noticeTimer);
    this.notice.value = text;
    this.#noticeTimer = setTimeout(() => {
      this.notice.value = null;
    }, noticeMs);
  }

  async leave(): Promise<void> {
    this.dispose();
    await this.#room.leave();
  }

  /** Lets go of everything but the room itself. */
  dispose(): void {
    clearTimeout(this.#noticeTimer);
    for (const stop of this.#stops.splice(0)) stop();
  }

  #listen(onRemoved: (reason: string) => void): void {
    const room = this.#room;
    const refresh = () => {
      this.#peerList.refresh();
      this.moderation.refresh();
    };
    this.#stops.push(
      room.on("statechange", (state) => {
        this.#roomState.value = state;
        this.moderation.refresh();
      }),
      room.on("peerjoined", (peer) => this.#addPeer(peer)),
      room.on("peerleft", (peer, reason) => this.#removePeer(peer, reason)),
      room.on("peerupdated", refresh),
      room.on("track", (_peer, track) => {
        // A remote track that ends without another event must not leave a frozen picture.
        track.addEventListener("ended", refresh, { once: true });
        refresh();
      }),
      room.on("trackremoved", refresh),
      room.on("data", (peer, data) => this.#receive(peer, data)),
      room.on("removed", onRemoved),
      room.on("error", (error) => this.#handleError(error)),
    );
  }

  #handleError(error: RtcHubError): void {
    console.warn("rtchub:", error);
    if (error.code !== "seal_broken" || this.#hasWarned) return;
    this.#hasWarned = true;
    this.chat.note(interference);
    this.say(interference);
  }

  #addPresent(peers: readonly RemotePeer[]): void {
    for (const peer of peers) this.#peerList.add(peer);
    if (peers.length > 0) this.chat.note(`In the call: ${peers.map(nameOf).join(", ")}`);
  }

  #addPeer(peer: RemotePeer): void {
    // The room also announces those who were there before us.
    if (this.#peerList.has(peer)) return;
    this.#peerList.add(peer);
    this.moderation.refresh();
    this.chat.note(`${nameOf(peer)} joined`);
  }

  #removePeer(peer: RemotePeer, reason: LeaveReason): void {
    this.#peerList.remove(peer);
    this.moderation.refresh();
    this.chat.note(`${nameOf(peer)} ${departures[reason]}`);
  }

  #receive(peer: RemotePeer, data: unknown): void {
    const text = parseChatMessage(data);
    if (text === null) return;
    this.chat.receive(nameOf(peer), text);
    if (!this.chat.open.value) this.say(`${nameOf(peer)}: ${text}`);
  }

  /** The room got the stream as it was when joining; from here on it gets every change of the tracks. */
  #sendMedia(): () => void {
    let sentTracks = this.#room.stream?.getTracks() ?? [];
    return effect(() => {
      const tracks = this.media.tracks.value;
      if (tracks.length === sentTracks.length && tracks.every((track) => sentTracks.includes(track))) return;
      sentTracks = [...tracks];
      this.#room.setStream(this.media.stream).catch((error: unknown) => {
        console.warn("rtchub:", error);
        this.say("The others may not see or hear this change. Leave and rejoin if it matters.");
      });
    });
  }

  #sendMetadata(joinedWith: LocalMetadata): () => void {
    let sent = JSON.stringify(joinedWith);
    return effect(() => {
      const metadata = localMetadata(this.name, this.media);
      if (JSON.stringify(metadata) === sent) return;
      sent = JSON.stringify(metadata);
      this.#room.updateMetadata(metadata).catch((error: unknown) => {
        // Only the muted badge that others see is late; the next change sends it again.
        console.warn("rtchub:", error);
      });
    });
  }
}

function nameOf(peer: RemotePeer): string {
  return displayName(peer.metadata?.name);
}
