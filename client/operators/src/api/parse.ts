import { Fields } from "./fields";
import type { NodeList, NodeStatus, Peer, Rates, TopicPage, TopicSummary, WatchedTopic } from "./shapes";

export function parseNodes(json: unknown): NodeList {
  const fields = new Fields(json);
  return { self: fields.text("self"), nodes: fields.objects("nodes", nodeOf) };
}

export function parseTopics(json: unknown): TopicPage {
  const fields = new Fields(json);
  return { topics: fields.objects("topics", summaryOf), next: fields.textOrNull("next") };
}

export function parseWatchedTopic(json: unknown): WatchedTopic {
  const fields = new Fields(json);
  return {
    summary: summaryOf(fields.object("topic")),
    peers: fields.objects("peers", peerOf),
    hasMore: fields.textOrNull("next") !== null,
  };
}

function nodeOf(node: Fields): NodeStatus {
  return {
    nodeId: node.text("nodeId"),
    version: node.text("version"),
    startedAt: node.time("startedAt"),
    connections: node.number("connections"),
    sessions: node.number("sessions"),
    topics: node.number("topics"),
    cpuShare: node.number("cpuShare"),
    memoryBytes: node.number("memoryBytes"),
    draining: node.flag("draining"),
    ready: node.flag("ready"),
    reasons: node.texts("reasons"),
    rates: ratesOf(node.objectOrNull("rates")),
  };
}

function ratesOf(rates: Fields | null): Rates | null {
  if (!rates) return null;
  const handshakes = rates.objectOrNull("handshakes");
  return {
    signalsPerSecond: rates.numberOrNull("signalsPerSecond"),
    joinsPerSecond: rates.numberOrNull("joinsPerSecond"),
    refusalsPerSecond: rates.numberOrNull("refusalsPerSecond"),
    connected: handshakes?.numberOrNull("connected") ?? null,
    failed: handshakes?.numberOrNull("failed") ?? null,
    medianMs: handshakes?.numberOrNull("medianMs") ?? null,
    p95Ms: handshakes?.numberOrNull("p95Ms") ?? null,
  };
}

function summaryOf(topic: Fields): TopicSummary {
  return {
    topic: topic.text("topic"),
    peerCount: topic.number("peerCount"),
    nodes: topic.texts("nodes"),
    locked: topic.flag("locked"),
    lockedUntil: topic.timeOrNull("lockedUntil"),
  };
}

function peerOf(peer: Fields): Peer {
  return {
    peerId: peer.text("peerId"),
    name: peer.objectOrNull("metadata")?.textOrEmpty("name").trim() ?? "",
    isInterrupted: peer.text("state") === "interrupted",
    joinedAt: peer.time("joinedAt"),
    nodeId: peer.text("nodeId"),
    grants: peer.texts("grants"),
    userId: peer.textOrNull("userId"),
    locks: peer.flag("locks"),
    hidden: peer.flag("hidden"),
  };
}
