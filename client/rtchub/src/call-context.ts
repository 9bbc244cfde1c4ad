import type { LinkSignal } from "./link-signals.js";
import type { PeerCall } from "./peer-call.js";
import type { Json } from "./wire.js";

/** What a call needs of the room, and tells it. */
export interface CallContext {
  ownId(): string;
  /** False when the service takes no signals from us. */
  mayCall(): boolean;
  createConnection(): RTCPeerConnection;
  /** Resolves when the ICE servers of the connections are good to gather candidates with. */
  prepareIce(): Promise<void>;
  createStream(): MediaStream;
  /** The local media, and the stream whose id the others see. */
  localMedia(): { media: MediaStream | null; label: MediaStream };
  /** Resolves with false when the signal is to be sent again. */
  send(call: PeerCall, signal: LinkSignal): Promise<boolean>;
  handleChange(call: PeerCall): void;
  handleChannelClosed(call: PeerCall): void;
  handleTrack(call: PeerCall, track: MediaStreamTrack, stream: MediaStream): void;
  handleTrackRemoved(call: PeerCall, track: MediaStreamTrack, stream: MediaStream): void;
  handleData(call: PeerCall, data: Json): void;
  handleHello(call: PeerCall, peerId: string): void;
  handleError(error: unknown): void;
}
