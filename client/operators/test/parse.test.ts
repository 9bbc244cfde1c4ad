import { describe, expect, it } from "vitest";
import { UnexpectedAnswer } from "../src/api/fields";
import { parseNodes, parseTopics, parseWatchedTopic } from "../src/api/parse";

const node = {
  nodeId: "a",
  version: "0.1.0",
  startedAt: "2026-01-02T03:04:05.678+00:00",
  connections: 3,
  sessions: 4,
  topics: 2,
  cpuShare: 0.25,
  memoryBytes: 1024,
  draining: false,
  ready: true,
  reasons: [],
};
const peer = {
  topic: "tea",
  peerId: "p",
  state: "connected",
  joinedAt: "2026-01-02T03:04:05Z",
  metadata: null,
  nodeId: "a",
  grants: ["signal"],
};
const topic = { topic: "tea", peerCount: 1, nodes: ["a"], version: 7, locked: false };

describe("a node", () => {
  it("has no rates where the server tells none", () => {
    const [parsed] = parseNodes({ self: "a", nodes: [node] }).nodes;
    expect(parsed).toMatchObject({ nodeId: "a", sessions: 4, rates: null });
    expect(parsed?.startedAt).toBe(Date.UTC(2026, 0, 2, 3, 4, 5, 678));
  });

  it("has its rates and handshakes, null where it has no figure", () => {
    const handshakes = { connected: 3, failed: 1, medianMs: 80.5, p95Ms: null };
    const rates = { signalsPerSecond: 12.5, joinsPerSecond: null, handshakes };
    const [parsed] = parseNodes({ self: "a", nodes: [{ ...node, rates }] }).nodes;
    expect(parsed?.rates).toEqual({
      signalsPerSecond: 12.5,
      joinsPerSecond: null,
      refusalsPerSecond: null,
      ...handshakes,
    });
    const [without] = parseNodes({ self: "a", nodes: [{ ...node, rates: { signalsPerSecond: 1 } }] }).nodes;
    expect(without?.rates).toMatchObject({ signalsPerSecond: 1, connected: null, p95Ms: null });
  });

  it("that is not understood is an error, and not shown with holes", () => {
    for (const nodes of [[{ ...node, sessions: "4" }], [{ ...node, startedAt: "soon" }], [7], "none"])
      expect(() => parseNodes({ self: "a", nodes })).toThrow(UnexpectedAnswer);
  });
});

describe("a topic", () => {
  it("is locked for ever, for a while, or not", () => {
    const [open, forever, later] = parseTopics({
      topics: [
        topic,
        { ...topic, locked: true },
        { ...topic, locked: true, lockedUntil: "2026-01-02T00:00:00Z" },
      ],
    }).topics;
    expect([open?.locked, forever?.locked, forever?.lockedUntil]).toEqual([false, true, null]);
    expect(later?.lockedUntil).toBe(Date.UTC(2026, 0, 2));
  });

  it("goes on where the page says so", () => {
    expect(parseTopics({ topics: [], next: "x" }).next).toBe("x");
    expect(parseTopics({ topics: [] }).next).toBeNull();
  });
});

describe("a peer", () => {
  const parsed = (changes: object) => parseWatchedTopic({ topic, peers: [{ ...peer, ...changes }] }).peers[0];

  it("has the name of its metadata, whatever else somebody put there", () => {
    expect(parsed({ metadata: { name: " Ada " } })?.name).toBe("Ada");
    for (const metadata of [null, "Ada", 7, ["Ada"], { name: 7 }, {}])
      expect(parsed({ metadata })?.name).toBe("");
  });

  it("is what the service says of it", () => {
    expect(parsed({})).toMatchObject({ isInterrupted: false, hidden: false, locks: false, userId: null });
    expect(parsed({ state: "interrupted", hidden: true, locks: true, userId: "u" })).toMatchObject({
      isInterrupted: true,
      hidden: true,
      locks: true,
      userId: "u",
    });
  });
});
