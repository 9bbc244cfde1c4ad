/** What a node does at the moment. Null where it has no figure. */
export interface Rates {
  signalsPerSecond: number | null;
  joinsPerSecond: number | null;
  refusalsPerSecond: number | null;
  connected: number | null;
  failed: number | null;
  medianMs: number | null;
  p95Ms: number | null;
}

export interface NodeStatus {
  nodeId: string;
  version: string;
  /** Milliseconds since 1970, as all times here. */
  startedAt: number;
  connections: number;
  sessions: number;
  topics: number;
  /** From 0 to 1. */
  cpuShare: number;
  memoryBytes: number;
  draining: boolean;
  ready: boolean;
  reasons: readonly string[];
  /** Null of a node that tells none. */
  rates: Rates | null;
}

export interface NodeList {
  /** The node that answers. */
  self: string;
  nodes: readonly NodeStatus[];
}

export interface TopicSummary {
  topic: string;
  peerCount: number;
  nodes: readonly string[];
  locked: boolean;
  /** Null for a lock without an end. */
  lockedUntil: number | null;
}

export interface TopicPage {
  topics: readonly TopicSummary[];
  next: string | null;
}

export interface Peer {
  peerId: string;
  /** What its metadata says, or an empty text. */
  name: string;
  isInterrupted: boolean;
  joinedAt: number;
  nodeId: string;
  grants: readonly string[];
  userId: string | null;
  /** It keeps the topic locked, as a moderator. */
  locks: boolean;
  /** The others are not shown it. */
  hidden: boolean;
}

/** A topic with those who are in. */
export interface WatchedTopic {
  summary: TopicSummary;
  peers: readonly Peer[];
  /** There are more than these. */
  hasMore: boolean;
}
