import type { NodeStatus, Rates } from "../src/api/shapes";

/** A node that lives, with what a test says of it. */
export function node(nodeId: string, changes: Partial<NodeStatus> = {}): NodeStatus {
  return {
    nodeId,
    version: "0.1.0",
    startedAt: 0,
    connections: 0,
    sessions: 0,
    topics: 0,
    cpuShare: 0,
    memoryBytes: 0,
    draining: false,
    ready: true,
    reasons: [],
    rates: null,
    ...changes,
  };
}

export function rates(changes: Partial<Rates>): Rates {
  return {
    signalsPerSecond: null,
    joinsPerSecond: null,
    refusalsPerSecond: null,
    connected: null,
    failed: null,
    medianMs: null,
    p95Ms: null,
    ...changes,
  };
}
