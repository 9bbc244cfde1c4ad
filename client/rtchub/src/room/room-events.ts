import type { IncomingFile } from "../data/files/incoming-file.js";
import type { RtcHubError } from "../errors.js";
import type { LinkQuality } from "../health/link-quality.js";
import type { Json, LeaveReason } from "../hub/wire.js";
import type { StreamLabel } from "../media/stream-label.js";
import type { RemotePeer } from "./remote-peer.js";

/** The signaling side of a room; each call has its own `linkState`, and goes on while this is `reconnecting`. */
export type RoomState = "connected" | "reconnecting" | "left";

/** What happens in a room. */
export interface RoomEvents {
  /** The signaling side changed: the state, or by a renewed token what you may do in the topic. */
  statechange: (state: RoomState) => void;
  /** Someone is here; also once for each peer that was there before, right after `join()`. */
  peerjoined: (peer: RemotePeer) => void;
  /** Someone is gone; their connection is closed. */
  peerleft: (peer: RemotePeer, reason: LeaveReason) => void;
  /** A peer's metadata, presence, link state or id changed. */
  peerupdated: (peer: RemotePeer) => void;
  /**
   * A peer sends a track. `label` is "camera", "screen" or a name of the application's own; `stream` is the same object for that label for as
   * long as the peer is here.
   */
  track: (peer: RemotePeer, track: MediaStreamTrack, stream: MediaStream, label: StreamLabel) => void;
  /** A peer no longer sends a track. */
  trackremoved: (peer: RemotePeer, track: MediaStreamTrack, stream: MediaStream, label: StreamLabel) => void;
  /** How the link to a peer is: every 2 s while it is up, and once when it is not any more. */
  quality: (peer: RemotePeer, quality: LinkQuality) => void;
  /** Who is connected with whom has changed: `room.mesh`. */
  meshchange: () => void;
  /** A peer sent data; bytes come as an `ArrayBuffer`. */
  data: (peer: RemotePeer, data: Json | ArrayBuffer) => void;
  /** A peer offers a file: `accept` or `decline` it. Where nobody listens to this it is declined. */
  file: (peer: RemotePeer, file: IncomingFile) => void;
  /** The service's operator says something to everyone in the topic. Not in sealed rooms, which take nothing from the service. */
  notice: (data: Json) => void;
  /**
   * You are no longer in the topic; the room is left. A moderator, or the service's operator, took you out (`removed`), your token ended (`token_expired`) or does not
   * allow the topic (`forbidden`); another tab took over (`taken_over`); or, after a lost session, the code with which the service refused to let you in again.
   */
  removed: (reason: string) => void;
  /** Something went wrong that the room could not put right by itself. */
  error: (error: RtcHubError) => void;
}

/** Who got what `room.send` sent. */
export interface SendReport {
  /** Their data channel took it. */
  delivered: RemotePeer[];
  /** Their data channel is not open, or closed before it took it. */
  missed: RemotePeer[];
}
