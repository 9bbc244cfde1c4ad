import type { PeerCall } from "./peer-call.js";

/** True for a call that may come back under another id: it is up, while the service hears nothing of its peer. */
export function mayReturn(call: PeerCall, isOrphan: boolean): boolean {
  return call.isUp && (isOrphan || call.peer.state === "interrupted");
}

/**
 * True when the peer with this id is the other end of `call`. What is told over a link counts only while its peer's old id is not connected:
 * nobody can take a newcomer's place while being here under an id of their own.
 */
export function isOtherEnd(call: PeerCall, isOrphan: boolean, peerId: string): boolean {
  const isSameId = isOrphan && call.peerId === peerId;
  return mayReturn(call, isOrphan) && (isSameId || call.toldId === peerId);
}
