import type { Peer } from "../api/shapes";
import { shortId } from "./format";

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** What it calls itself, or its user, or else enough of its id. */
export function nameOf(peer: Peer): string {
  return peer.name || peer.userId || shortId(peer.peerId);
}

/** How a peer is, in words. */
export function stateOf(peer: Peer): string {
  return [
    peer.isInterrupted ? "interrupted" : "connected",
    peer.hidden ? "hidden from the others" : "",
    peer.locks ? "keeps the topic locked" : "",
  ]
    .filter((part) => part !== "")
    .join(", ");
}

/** A, B, C … for the nodes of a topic. */
export function letterOf(node: number): string {
  return letters.charAt(node % letters.length);
}
