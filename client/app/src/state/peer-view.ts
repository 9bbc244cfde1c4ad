import type { LinkProblemCode, LinkQuality, LinkState, RemotePeer } from "rtchub";
import { parseHand } from "./hands";
import { displayName } from "./names";

/** A peer as the page shows it: a snapshot, made anew whenever something about the peer changes. */
export interface PeerView {
  /** Stays the same for the whole call; the peerId may change when the service was restarted. */
  key: number;
  /** Whom a moderator may remove. */
  remote: RemotePeer;
  name: string;
  linkState: LinkState;
  /** Why the link failed; null while it has not, or while that is being found out. */
  problem: LinkProblemCode | null;
  quality: LinkQuality;
  connection: RTCPeerConnection | null;
  stream: MediaStream | null;
  hasVideo: boolean;
  /** The screen that they share. */
  screen: MediaStream | null;
  microphoneOn: boolean;
  /** 0 is down. */
  hand: number;
}

/** Other clients may say nothing about their microphone and camera: then they count as on. */
export function viewPeer(peer: RemotePeer, key: number): PeerView {
  const { metadata, stream, screen, linkState, connection } = peer;
  const sendsVideo = stream?.getVideoTracks().some((track) => track.readyState === "live") ?? false;
  return {
    key,
    remote: peer,
    name: displayName(metadata?.name),
    linkState,
    problem: peer.problem?.code ?? null,
    quality: peer.quality,
    connection,
    stream,
    screen,
    hasVideo: sendsVideo && metadata?.camera !== false,
    microphoneOn: metadata?.microphone !== false,
    hand: parseHand(metadata?.hand),
  };
}
