import type { Peer } from "../api/shapes";

/** As many as there may be in a topic unless its limit was raised; with more a picture says nothing. */
export const mostDrawn = 64;
/** The field is this wide and high. */
export const meshSize = 400;
const radius = 130;
const namesUpTo = 24;

export interface MeshPeer {
  peer: Peer;
  x: number;
  y: number;
  /** Which of the topic's nodes: 0 is the first. */
  node: number;
  /** Where the name stands; null where names would lie over each other. */
  name: { x: number; y: number; anchor: "start" | "middle" | "end" } | null;
}

export interface MeshLink {
  from: MeshPeer;
  to: MeshPeer;
  /** One end has lost its connection to the service. */
  isInterrupted: boolean;
}

export interface Mesh {
  nodeIds: readonly string[];
  peers: readonly MeshPeer[];
  links: readonly MeshLink[];
}

/** Puts the peers of a topic on a circle, those of a node side by side, with a line between each two who may call each other. */
export function drawMesh(peers: readonly Peer[]): Mesh {
  const nodeIds = [...new Set(peers.map(({ nodeId }) => nodeId))].sort();
  const drawn = [...peers]
    .sort((a, b) => compare(a.nodeId, b.nodeId) || a.joinedAt - b.joinedAt || compare(a.peerId, b.peerId))
    .slice(0, mostDrawn);
  const placed = drawn.map((peer, index) =>
    placeOnCircle(peer, index / drawn.length, nodeIds.indexOf(peer.nodeId), drawn.length <= namesUpTo),
  );
  const callers = placed.filter(({ peer }) => mayCall(peer));
  const links = callers.flatMap((from, index) =>
    callers
      .slice(index + 1)
      .map((to) => ({ from, to, isInterrupted: from.peer.isInterrupted || to.peer.isInterrupted })),
  );
  return { nodeIds, peers: placed, links };
}

function placeOnCircle(peer: Peer, turn: number, node: number, isNamed: boolean): MeshPeer {
  const angle = turn * 2 * Math.PI - Math.PI / 2;
  const [right, down] = [Math.cos(angle), Math.sin(angle)];
  const at = (distance: number) => ({
    x: Math.round(meshSize / 2 + right * distance),
    y: Math.round(meshSize / 2 + down * distance),
  });
  const anchor = Math.abs(right) < 0.2 ? "middle" : right > 0 ? "start" : "end";
  return { peer, ...at(radius), node, name: isNamed ? { ...at(radius + 24), anchor } : null };
}

function mayCall(peer: Peer): boolean {
  return !peer.hidden && peer.grants.includes("signal");
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
