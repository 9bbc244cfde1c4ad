import type { PeerCall } from "./peer-call.js";
import type { Json, JsonObject, Presence } from "./wire.js";

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

  /** Their media, always the same object; null while nothing has come. */
  get stream(): MediaStream | null {
    return this.#call.stream;
  }

  /** The peer connection in use, for `getStats`. May be replaced when it breaks for good. */
  get connection(): RTCPeerConnection | null {
    return this.#call.connection;
  }

  /** Sends data to this peer over the data channel. False: the channel is not open (or the data too large for it). */
  send(data: Json): boolean {
    return this.#call.sendFrame({ t: "data", d: data });
  }
}
