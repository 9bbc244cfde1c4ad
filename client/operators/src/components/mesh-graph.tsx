import { useId } from "preact/hooks";
import type { Peer } from "../api/shapes";
import { plural, shortId } from "../state/format";
import { drawMesh, type Mesh, type MeshPeer, meshSize, mostDrawn } from "../state/mesh";
import { letterOf, nameOf, stateOf } from "../state/peer-name";

/** As many as there are colours. */
const colours = 6;
const longestName = 14;

/** The topic's peers in a circle. The table has the same in words. */
export function MeshGraph({ peers }: { peers: readonly Peer[] }) {
  const id = useId();
  const mesh = drawMesh(peers);
  return (
    <section class="card mesh-pane" aria-labelledby={id}>
      <h2 id={id}>Mesh</h2>
      {peers.length === 0 ? (
        <p class="hint">Nobody is in.</p>
      ) : (
        <>
          <svg
            class="mesh-graph"
            viewBox={`0 0 ${meshSize} ${meshSize}`}
            role="img"
            aria-label={`${plural(mesh.peers.length, "peer", "peers")} and ${plural(mesh.links.length, "pair", "pairs")} who may call each other, on ${plural(mesh.nodeIds.length, "node", "nodes")}`}
          >
            {mesh.links.map(({ from, to, isInterrupted }) => (
              <line
                key={`${from.peer.peerId} ${to.peer.peerId}`}
                class="mesh-link"
                data-interrupted={isInterrupted}
                x1={from.x}
                y1={from.y}
                x2={to.x}
                y2={to.y}
              />
            ))}
            {mesh.peers.map((each) => (
              <MeshDot key={each.peer.peerId} {...each} />
            ))}
          </svg>
          <Legend mesh={mesh} peers={peers} />
        </>
      )}
    </section>
  );
}

function MeshDot({ peer, x, y, node, name }: MeshPeer) {
  const text = nameOf(peer);
  return (
    <g
      class="mesh-peer"
      data-colour={node % colours}
      data-interrupted={peer.isInterrupted}
      data-hidden={peer.hidden}
    >
      <title>{`${text}: ${stateOf(peer)}, node ${letterOf(node)}`}</title>
      <circle cx={x} cy={y} r={13} />
      <text class="mesh-letter" x={x} y={y}>
        {letterOf(node)}
      </text>
      {name && (
        <text class="mesh-name" x={name.x} y={name.y} text-anchor={name.anchor}>
          {[...text].length > longestName ? `${[...text].slice(0, longestName - 1).join("")}…` : text}
        </text>
      )}
    </g>
  );
}

function Legend({ mesh, peers }: { mesh: Mesh; peers: readonly Peer[] }) {
  return (
    <>
      <ul class="legend" aria-label="Nodes of this topic">
        {mesh.nodeIds.map((nodeId, node) => (
          <li key={nodeId}>
            <span class="legend-dot" data-colour={node % colours}>
              {letterOf(node)}
            </span>
            <span title={nodeId}>
              {shortId(nodeId)},{" "}
              {plural(peers.filter((peer) => peer.nodeId === nodeId).length, "peer", "peers")}
            </span>
          </li>
        ))}
      </ul>
      <p class="hint">
        A line joins two who may call each other; broken, where one has lost the connection to the service.
        {peers.length > mostDrawn && ` The first ${mostDrawn} are drawn.`}
      </p>
    </>
  );
}
