import {
  type Json,
  type JsonObject,
  type LeaveReason,
  number,
  object,
  type Peer,
  parseLeaveReason,
  parsePeer,
  parsePeers,
  type Subscription,
  text,
} from "./wire.js";

/** Whether the hub can be talked to: `reconnecting` goes on until it succeeds or you close. */
export type HubState = "connecting" | "connected" | "reconnecting" | "closed";

/** What the service tells, in the order it happened. `from` is set by the service and cannot be forged. */
export interface HubEvents {
  /** The connection's state changed. */
  statechange: (state: HubState) => void;
  /** You entered a topic: the snapshot that the topic's later events build on. */
  subscribed: (subscription: Subscription) => void;
  /** Someone entered a topic after you: make them an offer. */
  peerjoined: (event: { topic: string; peer: Peer; version: number }) => void;
  /** A peer's metadata or presence changed. */
  peerupdated: (event: { topic: string; peer: Peer; version: number }) => void;
  /** A peer is out of a topic. Nothing comes from it any more. */
  peerleft: (event: { topic: string; peerId: string; reason: LeaveReason; version: number }) => void;
  /** Everyone else in a topic: replaces what you knew. Sent after a gap. */
  roster: (event: { topic: string; peers: Peer[]; version: number }) => void;
  /** A peer's offer. */
  offer: (event: { topic: string; from: string; description: JsonObject }) => void;
  /** A peer's answer. */
  answer: (event: { topic: string; from: string; description: JsonObject }) => void;
  /** A peer's candidate; null is the end of its candidates. */
  candidate: (event: { topic: string; from: string; candidate: JsonObject | null }) => void;
  /** A peer's message through the service, or its operator's to the whole topic: `from` is "operator" then. */
  message: (event: { topic: string; from: string; data: Json }) => void;
  /**
   * You are no longer in a topic: a moderator took you out (`removed`), your token ended (`token_expired`), or another token does not allow
   * the topic (`forbidden`).
   */
  removed: (event: { topic: string; reason: string }) => void;
  /** The service has taken another join token of yours. What it grants is in the answer to `subscribe`, also in a topic that you are in. */
  tokenrenewed: () => void;
  /** The session went on over a new connection: `ok` without loss, `gap` when events may be missing. */
  resumed: (outcome: "ok" | "gap") => void;
  /** The service no longer knows the session: a new one began, with a new `peerId` and no topics. Subscribe anew. */
  sessionlost: () => void;
}

type Emit = <Name extends keyof HubEvents>(event: Name, ...args: Parameters<HubEvents[Name]>) => void;

/** The calls of the service that are counted for resuming: all but Welcome and GoAway. */
export const countedCalls = [
  "PeerJoined",
  "PeerUpdated",
  "PeerLeft",
  "Roster",
  "Offer",
  "Answer",
  "Candidate",
  "Message",
  "Removed",
] as const;

/** The name of a call that is counted. */
export type CountedCall = (typeof countedCalls)[number];

/** Turns a call of the service into a typed event. Throws WireError when the arguments are not the contract's. */
export function emitCall(method: CountedCall, args: unknown[], emit: Emit): void {
  const topic = text(args[0]);
  switch (method) {
    case "PeerJoined":
      emit("peerjoined", { topic, peer: parsePeer(args[1]), version: number(args[2]) });
      break;
    case "PeerUpdated":
      emit("peerupdated", { topic, peer: parsePeer(args[1]), version: number(args[2]) });
      break;
    case "PeerLeft": {
      const [peerId, reason] = [text(args[1]), parseLeaveReason(args[2])];
      emit("peerleft", { topic, peerId, reason, version: number(args[3]) });
      break;
    }
    case "Roster":
      emit("roster", { topic, peers: parsePeers(args[1]), version: number(args[2]) });
      break;
    case "Offer":
      emit("offer", { topic, from: text(args[1]), description: object(args[2]) as JsonObject });
      break;
    case "Answer":
      emit("answer", { topic, from: text(args[1]), description: object(args[2]) as JsonObject });
      break;
    case "Candidate": {
      const candidate = args[2] == null ? null : (object(args[2]) as JsonObject);
      emit("candidate", { topic, from: text(args[1]), candidate });
      break;
    }
    case "Message":
      emit("message", { topic, from: text(args[1]), data: args[2] as Json });
      break;
    case "Removed":
      emit("removed", { topic, reason: text(args[1]) });
      break;
  }
}
