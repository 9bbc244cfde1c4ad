import type { LinkState, RemotePeer } from "rtchub";
import { displayName } from "./names";

/** A peer as the page shows it: a snapshot, made anew whenever something about the peer changes. */
export interface PeerView {
  /** Stays the same for the whole call; the peerId may change when the service was restarted. */
  key: number;
  /** Whom a moderator may remove. */
  remote: RemotePeer;
  name: string;
  linkState: LinkState;
  connection: RTCPeerConnection | null;
  stream: MediaStream | null;
  hasVideo: boolean;
  microphoneOn: boolean;
}

/** Other clients may say nothing about their microphone and camera: then they count as on. */
export function viewPeer(peer: RemotePeer, key: number): PeerView {
  const { metadata, stream, linkState, connection } = peer;
  const sendsVideo = stream?.getVideoTracks().some((track) => track.readyState === "live") ?? false;
  return {
    key,
    remote: peer,
    name: displayName(metadata?.name),
    linkState,
    connection,
    stream,
    hasVideo: sendsVideo && metadata?.camera !== false,
    microphoneOn: metadata?.microphone !== false,
  };
}
