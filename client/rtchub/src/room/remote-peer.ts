import type { FileOptions, OutgoingFile } from "../data/files/outgoing-file.js";
import type { Data, SendOptions } from "../data/message.js";
import type { RequestOptions } from "../data/requests.js";
import type { LinkProblem } from "../health/link-problem.js";
import type { LinkQuality } from "../health/link-quality.js";
import type { Json, JsonObject, Presence } from "../hub/wire.js";
import { CAMERA, SCREEN, type StreamLabel } from "../media/stream-label.js";
import type { PeerCall } from "./peer-call.js";

/**
 * How the link to a peer is. `new`: not begun; `connecting`: on the way for the first time; `reconnecting`: it was up and is being repaired;
 * `failed`: nothing has helped so far (tried again now and then, and when the network or the signaling changes); `closed`: the peer is gone.
 */
export type LinkState = "new" | "connecting" | "connected" | "reconnecting" | "failed" | "closed";

/** Someone else in the room. The same object for as long as the call with them lasts, even when their `peerId` changes. */
export class RemotePeer {
  readonly #call: PeerCall;

  /** @internal Made by the room. */
  constructor(call: PeerCall) {
    this.#call = call;
  }

  /** Their id. A new one when the service has lost a session but the call stayed up. */
  get peerId(): string {
    return this.#call.peerId;
  }

  /** Who they are by the join token they showed; null where the service asks for none. Stable and, unlike metadata, not their own word. */
  get userId(): string | null {
    return this.#call.peer.userId ?? null;
  }

  /** They are a moderator and keep the topic locked. */
  get locks(): boolean {
    return this.#call.peer.locks ?? false;
  }

  /** What they tell of themselves. */
  get metadata(): JsonObject | null {
    return this.#call.peer.metadata;
  }

  /** Their signaling connection; the call itself may go on while it is interrupted. */
  get presence(): Presence {
    return this.#call.peer.state;
  }

  /** When they entered the topic. */
  get joinedAt(): Date {
    return new Date(this.#call.peer.joinedAt);
  }

  /** How the call with them is. */
  get linkState(): LinkState {
    return this.#call.linkState;
  }

  /** How the link to them is, measured every 2 s while it is up. */
  get quality(): LinkQuality {
    return this.#call.health.quality;
  }

  /** Why no way to them was found; null unless `linkState` is `failed`. */
  get problem(): LinkProblem | null {
    return this.#call.linkState === "failed" ? this.#call.health.problem : null;
  }

  /** Their camera and microphone, always the same object; null while nothing has come. */
  get stream(): MediaStream | null {
    return this.streams.get(CAMERA) ?? null;
  }

  /** The screen that they share now; null for none. Always the same object. */
  get screen(): MediaStream | null {
    return this.streams.get(SCREEN) ?? null;
  }

  /** All that they send now, by label: "camera", "screen", or what they called it. */
  get streams(): ReadonlyMap<StreamLabel, MediaStream> {
    return this.#call.media.streams;
  }

  /** How loud the elements play that are attached: 0 to 1, default 1. For you alone. */
  get volume(): number {
    return this.#call.playback.volume;
  }

  /** Beyond 0 and 1 it is the nearer of the two. */
  set volume(volume: number) {
    this.#call.playback.volume = volume;
  }

  /**
   * Plays what they send under `label` in an element, now or as soon as it comes, with their `volume` and on the room's speaker.
   * Returns the function that ends it.
   */
  attach(element: HTMLMediaElement, label: StreamLabel = CAMERA): () => void {
    return this.#call.playback.attach(element, this.#call.media.streamOf(label));
  }

  /** The peer connection in use, for `getStats`. May be replaced when it breaks for good. */
  get connection(): RTCPeerConnection | null {
    return this.#call.connection;
  }

  /**
   * Sends data to this peer over the data channel, in the order of the calls. Resolves with true when the channel has taken it and is ready
   * for more; with false when the channel is not open, or closed before. Rejects with the code `too_large` above 16 MiB, or above 64 KiB when
   * not `reliable`.
   */
  send(data: Data, options?: SendOptions): Promise<boolean> {
    return this.#call.data.send(data, options);
  }

  /**
   * Asks this peer, who answers with `room.onRequest`. Rejects with an `RtcHubError`: `request_timeout`, `request_unknown` (no handler there),
   * `request_failed` (it threw; its message is the error's), `not_connected`, `too_large`; or with the reason of the aborted `signal`.
   */
  request(name: string, payload: Json = null, options: RequestOptions = {}): Promise<Json> {
    return this.#call.data.request(name, payload, options);
  }

  /** Offers a file of any size to this peer, and sends it when they accept. Goes on by itself after an interruption, for as long as they are here. */
  sendFile(file: Blob, options: FileOptions = {}): OutgoingFile {
    return this.#call.data.sendFile(file, options);
  }
}
