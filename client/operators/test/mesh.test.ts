import { expect, it } from "vitest";
import type { Peer } from "../src/api/shapes";
import { drawMesh, meshSize, mostDrawn } from "../src/state/mesh";

function peer(peerId: string, nodeId: string, changes: Partial<Peer> = {}): Peer {
  const plain = {
    name: "",
    isInterrupted: false,
    joinedAt: 0,
    grants: ["signal"],
    userId: null,
    locks: false,
  };
  return { peerId, nodeId, hidden: false, ...plain, ...changes };
}

it("peers of a node are neighbours", () => {
  const { nodeIds, peers } = drawMesh([peer("1", "b"), peer("2", "a"), peer("3", "b"), peer("4", "a")]);
  expect(nodeIds).toEqual(["a", "b"]);
  expect(peers.map((each) => [each.peer.peerId, each.node])).toEqual([
    ["2", 0],
    ["4", 0],
    ["1", 1],
    ["3", 1],
  ]);
});

it("a line is between each two who may call each other", () => {
  const peers = [
    peer("1", "a"),
    peer("2", "a"),
    peer("3", "a", { isInterrupted: true }),
    peer("4", "a", { hidden: true }),
    peer("5", "a", { grants: ["message"] }),
  ];
  const links = drawMesh(peers).links.map(({ from, to, isInterrupted }) =>
    [from.peer.peerId, to.peer.peerId, isInterrupted].join(),
  );
  expect(links).toEqual(["1,2,false", "1,3,true", "2,3,true"]);
});

it("everybody has a place of their own in the field, and as many are drawn as can be told apart", () => {
  const { peers } = drawMesh(Array.from({ length: 100 }, (_, number) => peer(`${number}`, "a")));
  expect(peers).toHaveLength(mostDrawn);
  expect(new Set(peers.map(({ x, y }) => `${x} ${y}`)).size).toBe(mostDrawn);
  for (const { x, y } of peers) expect(Math.min(x, y, meshSize - x, meshSize - y)).toBeGreaterThan(0);
});
